import { STAFF_MEMBER } from "../../admin-api/oauth/sessionToken.ts";
import type { AdminSite } from "../adminSite.ts";
import { appHandle, embeddedAddress, shopName } from "../embeddedAddress.ts";
import { html, type Html, jsonScript } from "../html.ts";

/**
 * The page that embeds the app.
 * @param path Path and search inside the app.
 */
export async function embeddedAppPage({ shop, appProxyUrl }: AdminSite, path: string): Promise<Html> {
  const address = await embeddedAddress(shop, appProxyUrl, path);
  const configuration = {
    apiKey: shop.app.clientId,
    appName: shop.app.name,
    appOrigin: new URL(appProxyUrl).origin,
    base: `/apps/${appHandle(shop)}`,
    shopName: shopName(shop),
    user: { id: Number(STAFF_MEMBER.id), accountAccess: "Account owner" },
  };
  return html`
    ${jsonScript("embedded-app", configuration)}
    <div class="app-bar">
      <span class="app-title">${shop.app.name}</span>
      <span class="app-actions"></span>
    </div>
    <div class="save-bar" role="region" aria-label="Unsaved changes" hidden>
      <span>Unsaved changes</span>
      <button type="button" class="button dark" data-save-bar="discard">Discard</button>
      <button type="button" class="button light" data-save-bar="save">Save</button>
    </div>
    <iframe
      class="app-frame"
      name="app-iframe"
      title="${shop.app.name}"
      data-src="${address}"
      allow="clipboard-write"
    ></iframe>
    <div class="toasts" role="status" aria-live="polite"></div>
    <dialog class="confirmation">
      <h2>Leave page with unsaved changes?</h2>
      <p>Leaving this page will delete all unsaved changes.</p>
      <form method="dialog">
        <button class="button" value="stay">Stay</button>
        <button class="button critical" value="leave">Leave page</button>
      </form>
    </dialog>
  `;
}
