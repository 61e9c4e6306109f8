import express, { type Router } from "express";
import { html, type Html } from "../../admin/html.ts";
import type { Order } from "../../shop/shop.ts";
import type { Delivery } from "../../webhooks/delivery.ts";
import type { WebhookFaults } from "../../webhooks/webhookFaults.ts";
import type { Site } from "../site.ts";

/** A person's view of what the shop did and sent, with switches for what goes wrong. */
export function sandboxPage(site: Site): Router {
  const router = express.Router();
  router.get("/sandbox", (_request, response) => {
    response.type("html").send(page(site).text);
  });
  router.post("/sandbox/switches", express.urlencoded({ extended: false }), (request, response) => {
    const chosen: unknown = request.body;
    const fault = typeof chosen === "object" && chosen !== null && "fault" in chosen ? chosen.fault : "";
    site.webhooks.setFaults(typeof fault === "string" ? (switches.get(fault)?.faults ?? null) : null);
    response.redirect(303, "/sandbox");
  });
  return router;
}

const switches = new Map<string, { label: string; faults: WebhookFaults | null }>([
  ["none", { label: "Deliver every webhook", faults: null }],
  ["drop", { label: "Lose every webhook", faults: { drop: true, delayMilliseconds: 0 } }],
  [
    "twice",
    { label: "Deliver each twice", faults: { drop: false, duplicate: "same-id", delayMilliseconds: 0 } },
  ],
  [
    "twice-new",
    {
      label: "Deliver each twice, with another id",
      faults: { drop: false, duplicate: "new-id", delayMilliseconds: 0 },
    },
  ],
  ["late", { label: "Deliver after 10 seconds", faults: { drop: false, delayMilliseconds: 10_000 } }],
]);

function page({ shop, webhooks }: Site): Html {
  const deliveries = webhooks.deliveries().reverse().slice(0, 100);
  const orders = shop.orders.toReversed().slice(0, 100);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>What ${shop.name} sent</title>
        <link rel="stylesheet" href="/cdn/theme/assets/theme.css" />
        <link rel="stylesheet" href="/cdn/theme/assets/sandbox.css" />
      </head>
      <body>
        <main class="page sandbox">
          <p><a href="/">Back to the shop</a></p>
          <h1>What ${shop.name} sent</h1>
          <section>
            <h2>Webhooks to the app</h2>
            <form method="post" action="/sandbox/switches" class="switches">
              ${[...switches].map(
                ([name, { label, faults }]) =>
                  html`<button
                    name="fault"
                    value="${name}"
                    aria-pressed="${String(same(faults, webhooks.faults()))}"
                  >
                    ${label}
                  </button>`,
              )}
            </form>
            ${deliveries.length === 0 ? html`<p class="empty">None yet. Place an order.</p>` : webhookTable(deliveries)}
          </section>
          <section>
            <h2>Orders</h2>
            ${orders.length === 0 ? html`<p class="empty">None yet.</p>` : orderTable(orders)}
          </section>
        </main>
      </body>
    </html>`;
}

function same(one: WebhookFaults | null, other: WebhookFaults | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function webhookTable(deliveries: Delivery[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Webhooks">
    <table>
      <thead>
        <tr>
          <th scope="col">Time (UTC)</th>
          <th scope="col">Topic</th>
          <th scope="col">State</th>
          <th scope="col">Attempts</th>
          <th scope="col">Payload</th>
        </tr>
      </thead>
      <tbody>
        ${deliveries.map(
          ({ triggeredAt, topic, state, attempts, body }) =>
            html`<tr>
              <td>${timeOf(triggeredAt)}</td>
              <td>${topic}</td>
              <td><span class="state state--${state}">${state}</span></td>
              <td>${attempts.map(({ status, error }) => status ?? error ?? "").join(", ")}</td>
              <td>
                <details>
                  <summary>Show</summary>
                  <pre>${JSON.stringify(JSON.parse(body), null, 2)}</pre>
                </details>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function orderTable(orders: Order[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Orders">
    <table>
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Time (UTC)</th>
          <th scope="col">Id</th>
          <th scope="col">Lines</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map(
          ({ id, name, createdAt, cancelledAt, lineItems }) =>
            html`<tr>
              <td>${name}${cancelledAt === null ? "" : " (canceled)"}</td>
              <td>${timeOf(createdAt)}</td>
              <td>${id}</td>
              <td>
                ${lineItems.map((line) => html`<p>${line.quantity} × ${line.sku ?? line.title}${propertiesOf(line.properties)}</p>`)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function propertiesOf(properties: Order["lineItems"][number]["properties"]): string {
  return properties.map(({ name, value }) => ` · ${name}: ${value}`).join("");
}

/** Webhooks and orders note instants with different offsets. */
function timeOf(instant: string): string {
  return new Date(instant).toISOString().slice(11, 19);
}
