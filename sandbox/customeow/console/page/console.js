import { sections } from "/console/sections.js";

/** Shows the stand-in's state, again and again, and switches faults. */
const EVERY_MILLISECONDS = 2000;
const problem = document.querySelector("[data-problem]");
const place = document.querySelector("[data-sections]");

async function show() {
  try {
    const answer = await fetch("/sandbox/state?requests=25&orders=15&tasks=15&designs=12&webhooks=15");
    place.replaceChildren(...sections(await answer.json()).map(toSection));
    problem.hidden = true;
  } catch {
    problem.textContent = "The stand-in does not answer.";
    problem.hidden = false;
  }
}

function toSection({ title, columns, rows }) {
  const section = document.createElement("section");
  const heading = Object.assign(document.createElement("h2"), { textContent: title });
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const column of columns)
    head.append(Object.assign(document.createElement("th"), { textContent: column }));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const cell of row) line.insertCell().append(cell ?? "");
  }
  section.append(heading, rows.length > 0 ? table : "Nothing yet.");
  return section;
}

const post = (path, method, body) =>
  fetch(path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

for (const button of document.querySelectorAll("[data-fault]"))
  button.addEventListener("click", async () => {
    const fault = button.dataset.fault;
    await post("/sandbox/faults", "POST", { fault, ...(fault === "slow" ? { milliseconds: 3000 } : {}) });
    await show();
  });
document.querySelector("[data-clear]").addEventListener("click", async () => {
  await post("/sandbox/faults", "DELETE");
  await show();
});

void show();
setInterval(() => void show(), EVERY_MILLISECONDS);
