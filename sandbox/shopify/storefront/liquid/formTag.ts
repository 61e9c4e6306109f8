import {
  type Context,
  type Emitter,
  evalToken,
  Hash,
  type Liquid,
  type Parser,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from "liquidjs";

/** Where each kind of form is sent, and its class. Source: shopify.dev, Liquid reference, `form`. */
const KINDS = new Map([
  ["product", { path: "cart/add", className: "shopify-product-form" }],
  ["cart", { path: "cart", className: "shopify-cart-form" }],
  ["localization", { path: "localization", className: "shopify-localization-form" }],
]);

/**
 * `{% form 'product', product, id: '…' %}`: a form with the hidden inputs that Shopify adds. The product's id and the
 * section's come last, as Shopify writes them.
 */
export class FormTag extends Tag {
  readonly #kind: string;
  readonly #subject: ReturnType<FormTag["tokenizer"]["readValue"]>;
  readonly #attributes: Hash;
  readonly #content: Template[] = [];

  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, rest, liquid);
    const { tokenizer } = this;
    this.#kind = tokenizer.readValue()?.getText().replaceAll(/['"]/g, "") ?? "";
    if (!KINDS.has(this.#kind)) throw new Error(`The sandbox has no form '${this.#kind}'.`);
    this.#subject = readSubject(tokenizer);
    this.#attributes = new Hash(tokenizer);
    const stream = parser
      .parseStream(rest)
      .on("tag:endform", () => {
        stream.stop();
      })
      .on("template", (template: Template) => {
        this.#content.push(template);
      })
      .on("end", () => {
        throw new Error(`{% form '${this.#kind}' %} is not closed.`);
      });
    stream.start();
  }

  *render(context: Context, emitter: Emitter): Generator<unknown, void> {
    const kind = KINDS.get(this.#kind);
    const subject: unknown = this.#subject ? yield evalToken(this.#subject, context) : undefined;
    const given = (yield this.#attributes.render(context)) as Record<string, unknown>;
    const root = textOf(context.getSync(["routes", "cart_url"])).replace(/cart$/, "");
    const { class: className = "", return_to: returnTo, ...others } = given;
    const attributes = {
      method: "post",
      action: `${root}${kind?.path ?? ""}`,
      "accept-charset": "UTF-8",
      class: `${kind?.className ?? ""} ${textOf(className)}`.trim(),
      ...(this.#kind === "cart" ? {} : { enctype: "multipart/form-data" }),
      ...others,
    };
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(textOf(value))}"`);
    emitter.write(`<form${written.join("")}>${hidden("form_type", this.#kind)}${hidden("utf8", "✓")}`);
    if (this.#kind === "localization") {
      emitter.write(hidden("_method", "put"));
      emitter.write(hidden("return_to", textOf(returnTo ?? context.getSync(["request", "path"]))));
    }
    context.push({ form: { product: subject } });
    yield this.liquid.renderer.renderTemplates(this.#content, context, emitter);
    context.pop();
    if (this.#kind === "product") {
      emitter.write(hidden("product-id", textOf(idOf(subject))));
      emitter.write(hidden("section-id", textOf(context.getSync(["section", "id"]))));
    }
    emitter.write("</form>");
  }
}

/** The value after the kind, unless it is the name of the first attribute. */
function readSubject(tokenizer: FormTag["tokenizer"]): ReturnType<FormTag["tokenizer"]["readValue"]> {
  tokenizer.skipBlank();
  if (tokenizer.peek() !== ",") return undefined;
  const before = tokenizer.p;
  tokenizer.advance();
  tokenizer.skipBlank();
  const value = tokenizer.readValue();
  tokenizer.skipBlank();
  if (tokenizer.peek() !== ":") return value;
  tokenizer.p = before;
  return undefined;
}

function idOf(subject: unknown): unknown {
  return typeof subject === "object" && subject !== null && "id" in subject ? subject.id : "";
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escaped(value)}">`;
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
