/** Text that is already HTML. Everything else that is put into a template is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A template whose values are escaped; lists are joined, and null and false show nothing. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  const parts = strings.map((string, index) =>
    index < values.length ? string + rendered(values[index]) : string,
  );
  return new Html(parts.join(""));
}

/** JSON inside a script element: `<` is escaped, so that no text can close the element. */
export function jsonScript(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll("<", "\\u003c");
  return new Html(`<script type="application/json" id="${escaped(id)}">${json}</script>`);
}

function rendered(value: Part): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return value.map(rendered).join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
