import { readFile, writeFile } from "node:fs/promises";
import { drawHouse } from "./architecture/picture.ts";

/** Draws the storeys of app/ into docs/architecture.md. `--check`: only says whether what stands there is current. */
const DOCUMENT = "docs/architecture.md";
const FRAME = /(<!-- drawn by npm run draw:architecture -->\n\n)[\s\S]*?(<!-- end of the drawing -->)/;

const document = await readFile(DOCUMENT, "utf8");
if (!FRAME.test(document)) throw new Error(`${DOCUMENT} has no place for the drawing.`);
const drawing = `\`\`\`mermaid\n${await drawHouse()}\n\`\`\`\n\n`;
const current = document.replace(FRAME, (_, before: string, after: string) => before + drawing + after);

if (!process.argv.includes("--check")) await writeFile(DOCUMENT, current);
else if (current !== document) {
  console.error(`The picture in ${DOCUMENT} is not how the code is any more: npm run draw:architecture`);
  process.exitCode = 1;
}
