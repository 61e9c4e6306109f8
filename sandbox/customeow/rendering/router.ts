import { Router, type Request, type Response } from "express";
import type { Customeow } from "../customeow.ts";
import { faultGate } from "../faults/misbehave.ts";
import { statusOf, taskStatus } from "../tasks/tasks.ts";
import { printParts, renderPreview, renderPrintFile } from "./render.ts";
import { RenderedFiles } from "./renderedFiles.ts";

/** Print files, previews and the shoppers' pictures: public addresses, as CustoMeow's are. */
export function filesRouter(customeow: Customeow): Router {
  const files = new RenderedFiles();
  const router = Router();
  router.use("/resources", faultGate(customeow, "resources"));

  router.get("/resources/:file", (request, response, next) => {
    const [, taskId, part] = /^(\d+)-(print|mask)\.png$/.exec(request.params.file) ?? [];
    const task = taskId === undefined ? undefined : customeow.tasks.get(taskId);
    const printPart = printParts.find((one) => one === part);
    if (!task || !printPart || statusOf(task) !== taskStatus.success) {
      notFound(response);
      return;
    }
    const render = () => renderPrintFile(task.design, task.template, printPart);
    const name = `${task.design.id}-${task.template.compositeId}-${printPart}`;
    sendPng(request, response, name, () => files.get(name, render)).catch(next);
  });

  router.get("/previews/:file", (request, response, next) => {
    const design = customeow.designs.get(request.params.file.replace(/\.png$/, ""));
    if (!design) {
      notFound(response);
      return;
    }
    const name = `${design.id}-preview`;
    sendPng(request, response, name, () => files.get(name, () => renderPreview(design))).catch(next);
  });

  router.get("/pictures/:id", (request, response) => {
    const picture = customeow.pictures.get(request.params.id);
    if (picture) shareable(response).type(picture.contentType).send(picture.bytes);
    else notFound(response);
  });
  return router;
}

/** A design never changes, so its name is a strong ETag, and nothing is drawn for a browser that has the file. */
async function sendPng(
  request: Request,
  response: Response,
  name: string,
  file: () => Promise<Buffer>,
): Promise<void> {
  shareable(response).set("ETag", `"${name}"`);
  if (request.fresh) response.status(304).end();
  else response.type("image/png").send(await file());
}

function shareable(response: Response): Response {
  return response.set({
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
  });
}

function notFound(response: Response): void {
  response.status(404).type("text/plain").send("Not found\n");
}
