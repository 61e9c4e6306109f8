import { drawDesign } from "/client-assets/drawDesign.js";

/** The customizer as a shopper sees it: it draws while they type, and tells the shop's page what they made. */
const query = new URLSearchParams(location.search);
const address = `storeId=${encodeURIComponent(query.get("storeId") ?? "")}&sku=${encodeURIComponent(query.get("sku") ?? "")}`;
const part = (name) => document.querySelector(`[data-${name}]`);
const form = part("form");
const canvas = document.querySelector("canvas");
const COLORS = {
  Black: "#1d1d1f",
  White: "#ffffff",
  Berry: "#b3405f",
  Forest: "#2f6b4f",
  Ocean: "#24588f",
  Sun: "#d99a1c",
};
const LARGEST_PICTURE_BYTES = 8 * 1024 * 1024;
/** Milliseconds until a saved design is confirmed, by the sandbox's setting `confirmTiming`. */
const CONFIRMED_AFTER = { once: [0], repeated: [0, 150, 600], late: [2_000] };

let product;
let productImage;
let picture = null;

const tell = (type, fields = {}) => parent.postMessage({ type: `customeow:${type}`, ...fields }, "*");

function complain(text) {
  part("problem").textContent = text;
  part("problem").hidden = text === "";
}

async function open() {
  const answer = await fetch(`/client-api/product?${address}`);
  if (!answer.ok) throw new Error("This product cannot be personalized at the moment.");
  product = await answer.json();
  part("title").textContent = product.title || "Personalize";
  part("confirm").textContent = query.get("addCartButtonText") || "Add to cart";
  addTextFields(product.textFields);
  addSwatches();
  productImage = await loadImage(product.product);
  await Promise.all([document.fonts.load('600 20px "Inter"'), document.fonts.load('20px "Lobster"')]);
  draw();
  tell("mount");
}

function addTextFields(fields) {
  for (const { label, placeholder, maximumLength } of fields) {
    const wrapper = Object.assign(document.createElement("label"), { className: "field" });
    const input = Object.assign(document.createElement("input"), {
      type: "text",
      name: "text",
      maxLength: maximumLength,
      placeholder,
    });
    wrapper.append(label, input);
    part("texts").append(wrapper);
  }
}

function addSwatches() {
  for (const [name, color] of Object.entries(COLORS)) {
    const button = Object.assign(document.createElement("button"), { type: "button", title: name });
    button.style.background = color;
    button.setAttribute("aria-label", name);
    button.dataset.color = color;
    button.addEventListener("click", () => {
      form.elements.color.value = color;
      draw();
    });
    part("swatches").append(button);
  }
}

const texts = () => [...form.querySelectorAll('[name="text"]')].map(({ value }) => value);

function draw() {
  if (!productImage) return;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, 1000, 1000);
  context.drawImage(productImage, 0, 0, 1000, 1000);
  const drawn = picture && {
    width: picture.width,
    height: picture.height,
    draw: (x, y, width, height) => context.drawImage(picture, x, y, width, height),
  };
  const color = form.elements.color.value;
  const design = {
    texts: texts(),
    color,
    font: form.elements.font.value,
    pictureSize: Number(form.elements.pictureSize.value),
  };
  drawDesign(context, product.printArea, design, drawn);
  for (const button of part("swatches").children)
    button.setAttribute("aria-pressed", String(button.dataset.color === color));
}

function loadImage(source) {
  return new Promise((resolve, reject) => {
    const image = new Image(1000, 1000);
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("A picture could not be read."));
    image.src = source;
  });
}

const readFile = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

async function takePicture() {
  const [file] = form.elements.picture.files;
  picture = null;
  complain("");
  if (file && file.size > LARGEST_PICTURE_BYTES)
    complain("This picture is larger than 8 MB. Choose a smaller one.");
  else if (file) {
    const source = await readFile(file);
    const image = new Image();
    image.src = source;
    await image.decode().then(
      () => (picture = image),
      () => complain("This picture cannot be read. Choose a PNG, JPEG or WebP file."),
    );
  }
  part("size").hidden = picture === null;
  draw();
}

async function confirm() {
  complain("");
  if (!picture && texts().every((text) => text.trim() === "")) {
    complain("Enter a text or choose a picture first.");
    return;
  }
  part("confirm").disabled = true;
  try {
    const answer = await fetch(`/client-api/designs?${address}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        texts: texts(),
        color: form.elements.color.value,
        font: form.elements.font.value,
        image: picture?.src ?? null,
        pictureSize: Number(form.elements.pictureSize.value),
      }),
    });
    if (!answer.ok) throw new Error("Your design could not be saved. Try again.");
    const design = await answer.json();
    for (const delay of CONFIRMED_AFTER[product.confirmTiming]) setTimeout(tell, delay, "confirm", design);
  } catch (error) {
    complain(error.message);
  } finally {
    part("confirm").disabled = false;
  }
}

form.addEventListener("input", draw);
form.elements.picture.addEventListener("change", () => void takePicture());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void confirm();
});
part("close").addEventListener("click", () => tell("close"));
addEventListener("message", ({ data }) => {
  if (data?.type === "customeow:reload") location.reload();
});
open().catch((error) => {
  part("stage").hidden = true;
  complain(error.message);
  tell("error");
});
