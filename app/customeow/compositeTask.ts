import { z } from "zod";
import { call, type Connection } from "./http.ts";
import type { CustomeowResult } from "./failure.ts";
import {
  type CompositeId,
  compositeTaskId,
  type CompositeTaskId,
  type CustomInfoId,
  list,
  text,
} from "./ids.ts";

/** How far the making of production files is. */
export type CompositeTaskStatus = "none" | "in_progress" | "succeeded" | "failed";

/** Reference, Query task result: 0 none, 1 progress, 2 success, 3 fail. */
const statuses: readonly CompositeTaskStatus[] = ["none", "in_progress", "succeeded", "failed"];

const task = z.object({
  id: compositeTaskId,
  status: z
    .union([z.number(), z.string().regex(/^\d$/).transform(Number)])
    .refine((status) => statuses[status] !== undefined, "is not one of 0 to 3")
    .transform((status): CompositeTaskStatus => statuses[status] ?? "none"),
  failedReason: text,
  resources: list(z.string()),
});

/** The result so far. The first resource is the default one (reference, Query task result). */
export type CompositeTaskResult = z.output<typeof task>;

/** `POST /composite/task`. There is no call to look a task up by what it is for. */
export async function startCompositeTask(
  connection: Connection,
  wanted: { customInfoId: CustomInfoId; compositeId: CompositeId },
): Promise<CustomeowResult<CompositeTaskId>> {
  const started = await call(connection, {
    name: "POST /composite/task",
    kind: "write",
    path: "/composite/task",
    body: wanted,
    value: z.object({ id: compositeTaskId }),
  });
  return started.ok ? { ok: true, value: started.value.id } : started;
}

/** `GET /composite/task/{id}` */
export async function readCompositeTask(
  connection: Connection,
  id: CompositeTaskId,
): Promise<CustomeowResult<CompositeTaskResult>> {
  return call(connection, {
    name: "GET /composite/task/{id}",
    kind: "read",
    path: `/composite/task/${id}`,
    value: task,
  });
}
