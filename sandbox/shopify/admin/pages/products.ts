import type { Product } from "../../shop/shop.ts";
import type { AdminSite } from "../adminSite.ts";
import { html, type Html } from "../html.ts";
import { heading } from "./layout.ts";

export function productsPage({ shop, storefrontUrl }: AdminSite): Html {
  return html`${heading("Products")}
    <section class="card table-card">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col" colspan="2">Product</th>
            <th scope="col">Status</th>
            <th scope="col">Variants</th>
            <th scope="col">SKUs</th>
          </tr>
        </thead>
        <tbody>
          ${shop.products.map(
            (product) =>
              html`<tr>
                <td class="picture">${picture(product, storefrontUrl)}</td>
                <td><a href="/products/${product.id}">${product.title}</a></td>
                <td data-label="Status"><span class="badge success">Active</span></td>
                <td data-label="Variants">${product.variants.length}</td>
                <td data-label="SKUs" class="subdued">
                  ${product.variants.map(({ sku }) => sku ?? "none").join(", ")}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
}

export function productPage({ shop, storefrontUrl }: AdminSite, product: Product): Html {
  const owner = `gid://shopify/Product/${product.id}`;
  const metafields = shop.metafields.filter(({ ownerId }) => ownerId === owner);
  return html`
    ${heading(product.title, {
      back: "/products",
      aside: html`<a class="button" href="${storefrontUrl}/products/${product.handle}" target="_blank"
        >View in store</a
      >`,
    })}
    <section class="card product">
      ${picture(product, storefrontUrl, 160)}
      <p>${textOf(product.descriptionHtml)}</p>
    </section>
    <section class="card table-card">
      <h2>Variants</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">SKU</th>
            <th scope="col" class="number">Price</th>
          </tr>
        </thead>
        <tbody>
          ${product.variants.map(
            (variant) =>
              html`<tr>
                <td>${variant.title}</td>
                <td>${variant.sku ?? html`<span class="subdued">none</span>`}</td>
                <td class="number">${variant.price} ${shop.currencyCode}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>
    <section class="card">
      <h2>Metafields</h2>
      ${metafields.length === 0 ? html`<p class="subdued">No app has written any yet.</p>` : null}
      ${metafields.map(
        ({ namespace, key, value }) =>
          html`<p><strong>${namespace}.${key}</strong></p>
            <pre>${value}</pre>`,
      )}
    </section>
  `;
}

function picture(product: Product, storefrontUrl: string, size = 40): Html {
  const [image] = product.images;
  return image
    ? html`<img src="${new URL(image.path, storefrontUrl).href}" alt="" width="${size}" height="${size}" />`
    : html`<span class="no-image"></span>`;
}

function textOf(descriptionHtml: string): string {
  return descriptionHtml.replace(/<[^<>]*>/g, " ").trim();
}
