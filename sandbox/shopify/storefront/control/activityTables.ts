import { html, type Html } from "../../admin/html.ts";
import type { Order } from "../../shop/shop.ts";
import type { Delivery } from "../../webhooks/delivery.ts";

/** What was sent to the app, and how it was received. */
export function webhookTable(deliveries: Delivery[]): Html {
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

export function orderTable(orders: Order[]): Html {
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
