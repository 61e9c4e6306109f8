/** Puts the chosen variant into the product form, and tells nobody: older themes do it so. */
for (const select of document.querySelectorAll("[data-variant-select]")) {
  select.onchange = () => {
    document.getElementById(select.dataset.variantSelect).elements.id.value = select.value;
  };
}
