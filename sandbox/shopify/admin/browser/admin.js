import { showAppNavigation } from "./app-navigation.js";

const button = document.querySelector(".menu-button");
const navigation = document.getElementById("navigation");

function setMenu(open) {
  button.setAttribute("aria-expanded", String(open));
  navigation.classList.toggle("open", open);
}
button.addEventListener("click", () => setMenu(button.getAttribute("aria-expanded") !== "true"));
navigation.addEventListener("click", (event) => {
  if (event.target.closest("a")) setMenu(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") setMenu(false);
});

for (const select of document.querySelectorAll("[data-submit-on-change]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

if (!document.getElementById("embedded-app")) showAppNavigation(null);
