/**
 * What the envelope's `code` can be besides 0. The reference gives none: these are our choice.
 * `status` is what HTTP says when `errorStatus` is "matching"; by default errors come with HTTP 200.
 */
export const apiErrors = {
  badParameter: { code: 400, status: 400 },
  unknownKey: { code: 401, status: 401 },
  notFound: { code: 404, status: 404 },
  unknownSku: { code: 10_001, status: 422 },
  skuNotIntegrated: { code: 10_002, status: 422 },
  unknownDesign: { code: 10_003, status: 422 },
  designMissing: { code: 10_004, status: 422 },
} as const;

export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: number;
  readonly status: number;

  constructor(kind: keyof typeof apiErrors, message: string) {
    super(message);
    this.code = apiErrors[kind].code;
    this.status = apiErrors[kind].status;
  }
}
