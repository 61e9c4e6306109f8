import { json, Router, type ErrorRequestHandler } from "express";
import { fileURLToPath } from "node:url";
import type { Customeow } from "../customeow.ts";
import { control, ControlError } from "../control/controlError.ts";
import { customInfo } from "../designs/customInfo.ts";
import { designChoice } from "../designs/designs.ts";
import { faultGate } from "../faults/misbehave.ts";
import { fontFiles } from "../rendering/fonts.ts";
import { productFile } from "../rendering/render.ts";
import { looks, productLooks } from "../stores/looks.ts";
import type { Sku } from "../stores/stores.ts";

const INTEGRATED = 3;

const files = {
  "customizer.js": local("page/customizer.js"),
  "customizer.css": local("page/customizer.css"),
  "drawDesign.js": local("../rendering/drawDesign.js"),
  ...fontFiles,
};

/** The customizer page, `/client/{lang}`, with what it needs: everything comes from here, nothing from elsewhere. */
export function customizerRouter(customeow: Customeow): Router {
  const router = Router();
  let confirmed = 0;
  const assets = Router();
  for (const [name, path] of Object.entries(files))
    assets.get(`/${name}`, (_request, response) => {
      response.sendFile(path);
    });
  for (const look of productLooks)
    assets.get(`/${look}.svg`, (_request, response) => {
      response.sendFile(fileURLToPath(productFile(look)));
    });
  router.use("/client-assets", assets);

  router.use(["/client", "/client-api"], faultGate(customeow, "customizer"));
  router.get("/client/:language", (_request, response) => {
    response.sendFile(local("page/index.html"));
  });
  router.get(
    "/client-api/product",
    control((request) => {
      const sku = integrated(customeow, request.query["storeId"], request.query["sku"]);
      const { name, printArea, textFields } = looks[sku.look];
      return {
        title: sku.custom.title,
        name,
        printArea,
        textFields,
        product: `/client-assets/${sku.look}.svg`,
        picture: customeow.productPictureUrl(sku.sku),
        confirmTiming: customeow.settings.confirmTiming,
      };
    }),
  );
  router.post(
    "/client-api/designs",
    json({ limit: "15mb" }),
    control(async (request, response) => {
      const sku = integrated(customeow, request.query["storeId"], request.query["sku"]);
      const design = await customeow.designs.make(sku, designChoice.parse(request.body));
      confirmed += 1;
      const { confirmShape } = customeow.settings;
      const underData = confirmShape === "data" || (confirmShape === "alternate" && confirmed % 2 === 1);
      const fields = { customInfoId: design.id, ...customInfo(design, customeow.url) };
      response.status(201).json(underData ? { data: fields } : fields);
    }),
  );
  router.use("/client-api", tooLarge);
  return router;
}

/** @throws ControlError when there is no such store or SKU, or the SKU has no custom feature (any more). */
function integrated(customeow: Customeow, storeId: unknown, name: unknown): Sku {
  const store = typeof storeId === "string" ? customeow.stores.byId(storeId) : undefined;
  if (!store) throw new ControlError(404, "unknown-store");
  const sku = typeof name === "string" ? store.skus.get(name) : undefined;
  if (sku?.integratedStatus !== INTEGRATED) throw new ControlError(404, "not-customizable");
  return sku;
}

const tooLarge: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
  if (error.status === 413) response.status(413).json({ error: "The picture is larger than 10 MB." });
  else next(error);
};

function local(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
