import type { Order, OrderLineItem, Shop } from "../../shop/shop.ts";
import type { AdminSite } from "../adminSite.ts";
import { html, type Html } from "../html.ts";
import { heading } from "./layout.ts";
import { hasLeft } from "./orderForms.ts";

export function ordersPage({ shop, storefrontUrl }: AdminSite): Html {
  const orders = shop.orders.toReversed();
  if (orders.length === 0) {
    return html`${heading("Orders")}
      <section class="card empty">
        <h2>Your orders will show here</h2>
        <p>
          Buy something in the <a href="${storefrontUrl}" target="_blank">online store</a> to see the first
          one.
        </p>
      </section>`;
  }
  return html`${heading("Orders")}
    <section class="card table-card">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Date</th>
            <th scope="col">Customer</th>
            <th scope="col" class="number">Total</th>
            <th scope="col">Payment</th>
            <th scope="col">Items</th>
          </tr>
        </thead>
        <tbody>
          ${orders.map(
            (order) =>
              html`<tr>
                <td><a href="/orders/${order.id}">${order.name}</a></td>
                <td data-label="Date">${date(order.createdAt, shop)}</td>
                <td data-label="Customer">${order.customer.firstName} ${order.customer.lastName}</td>
                <td data-label="Total" class="number">${money(totalOf(order), order.currencyCode)}</td>
                <td data-label="Payment">${status(order)}</td>
                <td data-label="Items">${itemCount(order)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
}

export function orderPage({ shop, storefrontUrl }: AdminSite, order: Order): Html {
  return html`
    ${heading(html`${order.name} ${status(order)} <span class="badge attention">Unfulfilled</span>`, { back: "/orders" })}
    <p class="under-heading">${date(order.createdAt, shop)} from Online Store</p>
    <div class="columns">
      <div>
        <section class="card">
          <h2>Items</h2>
          <ul class="lines">
            ${order.lineItems.map((line, at) => lineRow(line, at, order, shop, storefrontUrl))}
          </ul>
        </section>
        <section class="card totals">
          <h2>Paid</h2>
          <p>
            <span>Subtotal</span><span>${itemCount(order)}</span
            ><span>${money(totalOf(order), order.currencyCode)}</span>
          </p>
          <p>
            <strong>Total</strong><span></span><strong>${money(totalOf(order), order.currencyCode)}</strong>
          </p>
        </section>
      </div>
      <aside>
        <section class="card">
          <h2>Customer</h2>
          <p>${order.customer.firstName} ${order.customer.lastName}</p>
          <h3>Contact information</h3>
          <p>${order.customer.email}</p>
          <h3>Shipping address</h3>
          <p class="address">${order.customer.address}</p>
        </section>
        ${
          order.cancelledAt === null
            ? html`<section class="card">
                <form method="post" action="/orders/${order.id}/cancel">
                  <button class="button critical">Cancel order</button>
                </form>
              </section>`
            : null
        }
      </aside>
    </div>
  `;
}

function lineRow(line: OrderLineItem, at: number, order: Order, shop: Shop, storefrontUrl: string): Html {
  const product = shop.products.find(({ id }) => id === line.productId);
  const variant = product?.variants.find(({ id }) => id === line.variantId);
  const image = product?.images.find(({ id }) => id === variant?.imageId) ?? product?.images[0];
  return html`<li>
    ${
      image
        ? html`<img src="${new URL(image.path, storefrontUrl).href}" alt="" width="56" height="56" />`
        : html`<span class="no-image"></span>`
    }
    <div class="line">
      ${product ? html`<a href="/products/${product.id}">${line.title}</a>` : html`<span>${line.title}</span>`}
      ${line.variantTitle ? html`<span class="chip">${line.variantTitle}</span>` : null}
      ${line.sku ? html`<span class="subdued">SKU: ${line.sku}</span>` : null}
      ${line.properties.map(
        ({ name, value }) =>
          html`<span class="property"><span class="subdued">${name}:</span> ${value}</span>`,
      )}
      ${line.currentQuantity < line.quantity ? html`<span class="subdued">${line.quantity - line.currentQuantity} removed</span>` : null}
      ${
        hasLeft(order, at)
          ? html`<form method="post" action="/orders/${order.id}/lines/${at}/refund">
              <button class="button plain">Refund one</button>
            </form>`
          : null
      }
    </div>
    <span class="number">${money(Number(line.price), order.currencyCode)} × ${line.currentQuantity}</span>
    <span class="number">${money(Number(line.price) * line.currentQuantity, order.currencyCode)}</span>
  </li>`;
}

function status(order: Order): Html {
  return order.cancelledAt
    ? html`<span class="badge">Cancelled</span>`
    : html`<span class="badge">Paid</span>`;
}

function itemCount({ lineItems }: Order): string {
  const count = lineItems.reduce((sum, { currentQuantity }) => sum + currentQuantity, 0);
  return count === 1 ? "1 item" : `${count} items`;
}

function totalOf({ lineItems }: Order): number {
  return lineItems.reduce((sum, { price, currentQuantity }) => sum + Number(price) * currentQuantity, 0);
}

function money(amount: number, currency: string): string {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(amount);
}

function date(instant: string, { ianaTimezone }: Shop): string {
  return new Intl.DateTimeFormat("en", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: ianaTimezone,
  }).format(new Date(instant));
}
