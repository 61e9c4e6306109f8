import { expect, it } from "vitest";
import { startAdminWithApp } from "../admin.fixture.ts";

it("previews the chosen product as the theme editor does, which themes and apps can tell", async () => {
  const admin = await startAdminWithApp();
  try {
    const handle = admin.shop.products.at(-1)?.handle ?? "";
    const answer = await fetch(`${admin.url}/themes/current/editor?preview=${handle}`);
    expect(await answer.text()).toMatch(
      new RegExp(`<iframe[^>]*src="http://localhost:\\d+/products/${handle}\\?design_mode=true"`),
    );
  } finally {
    await admin.close();
  }
});
