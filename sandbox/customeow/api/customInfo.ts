import { customInfo } from "../designs/customInfo.ts";
import { designOf } from "./access.ts";
import type { Call } from "./endpoint.ts";

/** `GET /custom-info/{id}` */
export function getCustomInfo(call: Call) {
  const design = designOf(call, call.id);
  const { lang } = call.query;
  return {
    id: design.id,
    customInfo: customInfo(design, call.customeow.url, typeof lang === "string" ? lang : undefined),
  };
}

/** `GET /custom-info/{id}/templates`: the key is `template`, in the singular. */
export function listTemplates(call: Call) {
  const design = designOf(call, call.id);
  return {
    customInfoId: design.id,
    template: design.sku.templates.map(({ title, compositeId }) => ({ title, compositeId })),
  };
}
