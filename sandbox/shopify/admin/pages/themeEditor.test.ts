import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startAdminWithApp } from "../admin.fixture.ts";

const EDITOR = "/themes/current/editor";
const blockId = "addAppBlockId=example-client-id/customizer";
const embedId = "activateAppId=example-client-id/previews";
const mainSection = "template=product&target=mainSection";

let admin: Awaited<ReturnType<typeof startAdminWithApp>>;

beforeEach(async () => {
  admin = await startAdminWithApp();
  admin.shop.metafields.push({
    id: "1",
    ownerId: `gid://shopify/AppInstallation/${admin.shop.installation.id}`,
    namespace: "customeow",
    key: "connected",
    type: "boolean",
    value: "true",
    createdAt: "2026-11-01T00:00:00Z",
    updatedAt: "2026-11-01T00:00:00Z",
  });
});

afterEach(() => admin.close());

async function open(query: string): Promise<string> {
  const answer = await fetch(`${admin.url}${EDITOR}?${query}`);
  return answer.text();
}

/** The panel, without the preview beside it. */
async function panel(query: string): Promise<string> {
  const page = await open(query);
  return page.slice(page.indexOf('class="editor-panel"'), page.indexOf('class="editor-preview"'));
}

const isOn = (page: string) => /name="enabled"[^>]*\schecked/.test(page);

it("previews the chosen product as the theme editor does, which themes and apps can tell", async () => {
  const handle = admin.shop.products.at(-1)?.handle ?? "";
  expect(await open(`preview=${handle}`)).toMatch(
    new RegExp(`<iframe[^>]*src="http://localhost:\\d+/products/${handle}\\?design_mode=true"`),
  );
});

describe("app embeds", () => {
  it("are off and saved as such until somebody switches them on", async () => {
    const page = await panel("context=apps");
    expect(page).toContain("Cart previews");
    expect(page).not.toContain("Not saved yet");
    expect(isOn(page)).toBe(false);
  });

  it("are shown as on by a deep link, which saves nothing", async () => {
    const page = await panel(`context=apps&${embedId}`);
    expect(page).toContain("Not saved yet");
    expect(isOn(page)).toBe(true);
    expect(isOn(await panel("context=apps"))).toBe(false);
  });

  it("that are on already have nothing to be saved, and keep their settings", async () => {
    admin.shop.placedBlocks.push({ block: "previews", settings: { size: "enormous" }, enabled: true });
    const page = await panel(`context=apps&${embedId}`);
    expect(page).not.toContain("Not saved yet");
    expect(page).toContain("enormous");
    expect(isOn(page)).toBe(true);
  });

  it("that were switched off are switched on again with the settings they had", async () => {
    admin.shop.placedBlocks.push({ block: "previews", settings: { size: "enormous" }, enabled: false });
    const page = await panel(`context=apps&${embedId}`);
    expect(page).toContain("Not saved yet");
    expect(page).toContain("enormous");
  });
});

describe("deep links", () => {
  it.each([
    ["a block", `${mainSection}&${blockId}`],
    ["an embed", `context=apps&${embedId}`],
    ["an embed, with the template to preview", `context=apps&template=cart&${embedId}`],
  ])("lead to %s", async (_, query) => {
    const page = await panel(query);
    expect(page).toContain("Not saved yet");
    expect(page).not.toContain('role="alert"');
  });

  it.each([
    ["an embed outside the panel of the embeds", embedId, "needs context=apps"],
    ["a block in the panel of the embeds", `context=apps&${mainSection}&${blockId}`, "is for app embeds"],
    ["a block and an embed at once", `context=apps&${blockId}&${embedId}`, "not both"],
    ["a block of another template", `template=index&target=mainSection&${blockId}`, "main section only"],
    ["a block of another place", `template=product&target=newAppsSection&${blockId}`, "main section only"],
    ["an id that has no block", "context=apps&activateAppId=example-client-id", "names no app embed"],
    ["an id with more than a block", `context=apps&${embedId}/more`, "no app embed named"],
    ["a file's name", `${mainSection}&${blockId}.liquid`, "no block named"],
  ])("refuse %s, and offer nothing to save", async (_, query, words) => {
    const page = await panel(query);
    expect(/role="alert">([^<]*)/.exec(page)?.[1]).toContain(words);
    expect(page).not.toContain("Not saved yet");
  });
});
