// What the app declares in its page and the admin's frame shows: title bar and save bar.
// A constructed sheet leaves the document's tree alone: a page that React hydrates must not find foreign elements.
const hidden = new CSSStyleSheet();
hidden.replaceSync(
  "ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar, ui-modal { display: none !important; }",
);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, hidden];

let shownSaveBar = null;

function showSaveBar(bar) {
  if (shownSaveBar === bar) return;
  shownSaveBar = bar;
  tell("saveBar", { shown: true, discardConfirmation: bar.discardConfirmation });
  bar.dispatchEvent(new Event("show"));
}

function hideSaveBar(bar) {
  if (shownSaveBar !== bar) return;
  shownSaveBar = null;
  tell("saveBar", { shown: false });
  bar.dispatchEvent(new Event("hide"));
}

class SaveBarElement extends HTMLElement {
  get showing() {
    return shownSaveBar === this;
  }
  get discardConfirmation() {
    return this.hasAttribute("discardconfirmation");
  }
  set discardConfirmation(value) {
    this.toggleAttribute("discardconfirmation", Boolean(value));
  }
  async show() {
    showSaveBar(this);
  }
  async hide() {
    hideSaveBar(this);
  }
  async toggle() {
    if (this.showing) hideSaveBar(this);
    else showSaveBar(this);
  }
  disconnectedCallback() {
    hideSaveBar(this);
  }
  save() {
    this.querySelector('button[variant="primary"]')?.click();
  }
  discard() {
    this.querySelector('button:not([variant="primary"])')?.click();
  }
}
customElements.define("ui-save-bar", SaveBarElement);

onTold("saveBar.save", () => shownSaveBar?.save());
onTold("saveBar.discard", () => shownSaveBar?.discard());

function saveBarById(id) {
  const bar = document.getElementById(id);
  if (bar instanceof SaveBarElement) return bar;
  throw new Error(`App Bridge: there is no <ui-save-bar id="${id}">.`);
}

const saveBar = {
  show: async (id) => saveBarById(id).show(),
  hide: async (id) => saveBarById(id).hide(),
  toggle: async (id) => saveBarById(id).toggle(),
  leaveConfirmation: async () => {
    if (shownSaveBar) await ask("leaveConfirmation");
  },
};

// Forms that declare data-save-bar show it as soon as something changed.
const formBars = new WeakMap();
function barOfForm(form) {
  if (!formBars.has(form)) {
    const bar = new EventTarget();
    bar.discardConfirmation = form.hasAttribute("data-discard-confirmation");
    bar.save = () => form.requestSubmit();
    bar.discard = () => form.reset();
    formBars.set(form, bar);
  }
  return formBars.get(form);
}
const saveBarForm = (event) => (event.target.form ?? event.target).closest?.("form[data-save-bar]");
for (const type of ["input", "change"]) {
  document.addEventListener(type, (event) => {
    const form = saveBarForm(event);
    if (form) showSaveBar(barOfForm(form));
  });
}
for (const type of ["submit", "reset"]) {
  document.addEventListener(type, (event) => {
    const form = saveBarForm(event);
    if (form) hideSaveBar(barOfForm(form));
  });
}

let toldTitle = "";
let titleButtons = [];
function tellTitle() {
  const bar = document.querySelector("ui-title-bar");
  titleButtons = [...(bar?.querySelectorAll("button, a") ?? [])];
  const payload = {
    title: bar?.getAttribute("title") || document.title,
    buttons: titleButtons.map((button) => ({
      label: button.textContent.trim(),
      variant: button.getAttribute("variant"),
      disabled: button.hasAttribute("disabled"),
    })),
  };
  if (JSON.stringify(payload) === toldTitle || isBouncePage) return;
  toldTitle = JSON.stringify(payload);
  tell("titleBar", payload);
}
onTold("titleBar.click", ({ index }) => titleButtons[index]?.click());
