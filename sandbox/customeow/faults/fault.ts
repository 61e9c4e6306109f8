import { z } from "zod";

export const apiEndpoints = [
  "create-order",
  "order-list",
  "order-info",
  "skus",
  "custom-info",
  "templates",
  "create-task",
  "task",
] as const;

export type ApiEndpoint = (typeof apiEndpoints)[number];

/** Where a fault can strike: the API's endpoints, the customizer (page and its own calls) and the files. */
export const faultyPlaces = [...apiEndpoints, "customizer", "resources"] as const;

export type FaultyPlace = (typeof faultyPlaces)[number];

export const faultKinds = [
  "status",
  "business-error",
  "timeout",
  "reset",
  "garbage",
  "html-502",
  "wrong-types",
  "numeric-ids",
  "slow",
  "over-quota",
  "outage",
] as const;

/** These change only the answer or its time: the work itself is always done. */
const alwaysCommit = new Set<string>(["wrong-types", "numeric-ids", "slow"]);

/** `POST /sandbox/faults`. README.md has a table of what each kind does. */
export const faultRequest = z.strictObject({
  fault: z.enum(faultKinds),
  /** Left out: every endpoint of the API; for an outage, everything. */
  endpoints: z.array(z.enum(faultyPlaces)).min(1).optional(),
  /** Only requests with this API key. */
  key: z.string().optional(),
  /** How often it strikes. Left out: until it is removed. */
  count: z.number().int().min(1).optional(),
  probability: z.number().gt(0).max(1).default(1),
  seed: z.number().int().default(1),
  /** Whether the work is done before the answer goes wrong. */
  commit: z.boolean().default(false),
  status: z.number().int().min(400).max(599).default(503),
  code: z
    .number()
    .int()
    .refine((code) => code !== 0, { error: "0 is success" })
    .default(50_000),
  message: z.string().default("A fault of the stand-in"),
  /** `slow`: how much slower. `timeout`: when the connection is cut (default never). `over-quota`: Retry-After. */
  milliseconds: z.number().int().min(0).max(3_600_000).optional(),
});

export type FaultRequest = z.infer<typeof faultRequest>;

export interface Fault extends FaultRequest {
  id: string;
  /** How often it struck. */
  struck: number;
}

export function commits(fault: Fault): boolean {
  return fault.commit || alwaysCommit.has(fault.fault);
}

export function placesOf(fault: FaultRequest): readonly FaultyPlace[] {
  return fault.endpoints ?? (fault.fault === "outage" ? faultyPlaces : apiEndpoints);
}

/** For the request log, e.g. `timeout (committed)`. */
export function faultName(fault: Fault): string {
  return fault.commit ? `${fault.fault} (committed)` : fault.fault;
}
