/**
 * Shopify's dynamic checkout button, "Buy it now". It takes what is really inside its form: a field that is only linked
 * with `form="…"` is not bought with. The visitor's cart stays as it is.
 */
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.(".shopify-payment-button__button");
  const form = button?.closest("form");
  if (!form || button.disabled) return;
  button.disabled = true;
  try {
    const fields = new FormData();
    for (const field of form.querySelectorAll("input, select, textarea")) {
      const unchecked = (field.type === "radio" || field.type === "checkbox") && !field.checked;
      if (field.name && !field.disabled && !unchecked) fields.append(field.name, field.value);
    }
    const answer = await fetch(`${window.Shopify.routes.root}checkouts/buy-now.json`, {
      method: "POST",
      body: fields,
    });
    if (answer.ok) location.assign((await answer.json()).url);
  } finally {
    button.disabled = false;
  }
});
