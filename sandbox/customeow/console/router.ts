import { Router } from "express";
import { fileURLToPath } from "node:url";

const files = {
  "/": "page/index.html",
  "/console/console.js": "page/console.js",
  "/console/sections.js": "page/sections.js",
  "/console/console.css": "page/console.css",
};

/** The page for a person. It reads and sets everything through the control API. */
export function consoleRouter(): Router {
  const router = Router();
  for (const [address, path] of Object.entries(files))
    router.get(address, (_request, response) => {
      response.sendFile(fileURLToPath(new URL(path, import.meta.url)));
    });
  return router;
}
