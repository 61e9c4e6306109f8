/**
 * What the theme editor does in its preview: renders a section anew, with the events of that. As at Shopify, scripts in
 * the new HTML do not run. The editor asks with a message: `{ type: "sandbox:render-section", sectionId }`.
 * Source: shopify.dev, "Integrate sections and blocks with the theme editor".
 */
const tell = (section, type, sectionId) =>
  section.dispatchEvent(new CustomEvent(`shopify:section:${type}`, { bubbles: true, detail: { sectionId } }));

async function renderSection(sectionId) {
  const section = document.getElementById(`shopify-section-${sectionId}`);
  if (!section) return;
  const address = new URL(location.href);
  address.searchParams.set("section_id", sectionId);
  const answer = await fetch(address);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(section.id);
  tell(section, "unload", sectionId);
  section.replaceWith(fresh);
  tell(fresh, "load", sectionId);
}

addEventListener("message", ({ data, source }) => {
  if (source !== parent && source !== window) return;
  if (data?.type === "sandbox:render-section") renderSection(data.sectionId);
});
