import { z } from "zod";
import { parseParameters } from "../orders/orderRequest.ts";
import { taskResult } from "../tasks/tasks.ts";
import { designOf } from "./access.ts";
import { ApiError } from "./apiError.ts";
import type { Call } from "./endpoint.ts";

const taskRequest = z.object({ customInfoId: z.string().min(1), compositeId: z.string().min(1) });

/** `POST /composite/task` */
export function createTask(call: Call) {
  const request = parseParameters(taskRequest, call.body);
  const design = designOf(call, request.customInfoId);
  const template = design.sku.templates.find((one) => one.compositeId === request.compositeId);
  if (!template)
    throw new ApiError("notFound", `There is no template with compositeId ${request.compositeId}.`);
  return { id: call.customeow.tasks.start(design, template).id };
}

/** `GET /composite/task/{id}` */
export function getTask(call: Call) {
  const task = call.customeow.tasks.get(call.id);
  const store = task && call.stores.find((one) => one.id === task.design.storeId);
  if (!task || !store) throw new ApiError("notFound", `There is no task with id ${call.id}.`);
  call.about(store);
  return taskResult(task, call.customeow.url);
}
