import express, { type Router } from "express";
import { html, type Html } from "../../admin/html.ts";
import { type WebhookFaults, webhookFaults } from "../../webhooks/webhookFaults.ts";
import { themeAssets } from "../liquid/theme.ts";
import type { Site } from "../site.ts";
import { forgetTheme } from "../visit.ts";
import { orderTable, webhookTable } from "./activityTables.ts";
import { choicesOf } from "./choices.ts";
import { addToCartSwitches, type Switch, themeSwitches, webhookSwitches } from "./switches.ts";
import { type Choices, changeStorefront, storefrontState } from "./storefrontSettings.ts";

/** A person's view of what the shop did and sent, with switches for its theme and for what goes wrong. */
export function sandboxPage(site: Site): Router {
  const router = express.Router();
  const { shop, settings, webhooks } = site;
  router.get("/sandbox", (_request, response, next) => {
    choicesOf(site)
      .then((choices) => response.type("html").send(page(site, choices).text))
      .catch(next);
  });
  router.post("/sandbox/switches", express.urlencoded({ extended: true }), (request, response, next) => {
    const form: unknown = request.body;
    const chosen = new Map(Object.entries(typeof form === "object" && form !== null ? form : {}));
    const fault = webhookSwitches.find(({ value }) => value === chosen.get("fault"));
    if (fault) webhooks.setFaults(fault.faults);
    // Who chooses here wants to see it, whatever theme this browser remembers.
    if (chosen.has("theme")) forgetTheme(response);
    choicesOf(site)
      .then((choices) => {
        changeStorefront(shop, settings, changeIn(chosen, choices), choices);
        response.redirect(303, "/sandbox");
      })
      .catch(next);
  });
  return router;
}

/** A form's fields as the control API has them. */
function changeIn(chosen: ReadonlyMap<string, unknown>, { embeds }: Choices): Record<string, unknown> {
  const list = (name: string) => [chosen.get(name)].flat().filter((value) => value !== "");
  const adding = addToCartSwitches.find(({ value }) => value === chosen.get("addToCart"));
  return {
    ...(chosen.has("theme") ? { theme: chosen.get("theme") } : {}),
    ...(adding ? { addToCart: adding.fault } : {}),
    ...(chosen.has("soldOut") ? { soldOut: list("soldOut") } : {}),
    ...(chosen.has("appEmbeds")
      ? { appEmbeds: list("appEmbeds").filter((one) => embeds.includes(String(one))) }
      : {}),
  };
}

function page(site: Site, choices: Choices): Html {
  const { shop, webhooks, settings } = site;
  const deliveries = webhooks.deliveries().reverse().slice(0, 100);
  const orders = shop.orders.toReversed().slice(0, 100);
  const state = storefrontState(shop, settings, choices);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>What ${shop.name} sent</title>
        <link rel="stylesheet" href="${themeAssets("default")}/base.css" />
        <link rel="stylesheet" href="${themeAssets("default")}/theme.css" />
        <link rel="stylesheet" href="${themeAssets("default")}/sandbox.css" />
      </head>
      <body>
        <main class="page sandbox">
          <p><a href="/">Back to the shop</a></p>
          <h1>What ${shop.name} sent</h1>
          <section>
            <h2>Webhooks to the app</h2>
            ${switches(
              "fault",
              webhookSwitches.map((one) => ({ ...one, on: same(one.faults, webhooks.faults()) })),
            )}
            ${deliveries.length === 0 ? html`<p class="empty">None yet. Place an order.</p>` : webhookTable(deliveries)}
          </section>
          <section>
            <h2>Orders</h2>
            ${orders.length === 0 ? html`<p class="empty">None yet.</p>` : orderTable(orders)}
          </section>
          <section>
            <h2>Storefront</h2>
            <h3>Theme</h3>
            ${switches("theme", themeSwitches(choices.themes, settings.theme))}
            <h3>Adding to the cart</h3>
            ${switches(
              "addToCart",
              addToCartSwitches.map((one) => ({
                ...one,
                on: one.fault?.fault === settings.addToCart?.fault,
              })),
            )}
            <h3>Sold out</h3>
            ${soldOutForm(site, state.soldOut)}
            ${
              choices.embeds.length === 0
                ? null
                : html`<h3>App embeds</h3>
                    ${embedForm(choices.embeds, state.appEmbeds)}`
            }
          </section>
        </main>
      </body>
    </html>`;
}

function switches(name: string, choices: Switch[]): Html {
  return html`<form method="post" action="/sandbox/switches" class="switches">
    ${choices.map(
      ({ value, label, on }) =>
        html`<button name="${name}" value="${value}" aria-pressed="${String(on)}">${label}</button>`,
    )}
  </form>`;
}

function soldOutForm({ shop }: Site, soldOut: string[]): Html {
  const skus = shop.products.flatMap(({ variants }) => variants.flatMap(({ sku }) => sku ?? []));
  return tickForm("soldOut", skus, soldOut);
}

function embedForm(embeds: readonly string[], on: string[]): Html {
  return tickForm("appEmbeds", embeds, on);
}

/** Boxes to tick. The empty value says that the form was sent, also when nothing is ticked. */
function tickForm(name: string, choices: readonly string[], ticked: string[]): Html {
  return html`<form method="post" action="/sandbox/switches" class="switches">
    <input type="hidden" name="${name}" value="" />
    ${choices.map(
      (choice) =>
        html`<label class="tick"
          ><input
            type="checkbox"
            name="${name}"
            value="${choice}"
            ${ticked.includes(choice) ? html`checked` : null}
          />
          ${choice}</label
        >`,
    )}
    <button>Save</button>
  </form>`;
}

function same(one: WebhookFaults | null, other: WebhookFaults | null): boolean {
  const told = (faults: WebhookFaults | null) => JSON.stringify(faults && webhookFaults.parse(faults));
  return told(one) === told(other);
}
