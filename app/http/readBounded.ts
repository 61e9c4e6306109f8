/** A sender that is told "too large" while it still sends takes it for a cut connection: so much more is let in. */
const LET_IN = 16;

/**
 * The body of a request as text, or null where it is larger than allowed. What is too much is not kept, and from
 * sixteen times the allowed size on not read either.
 */
export async function readBounded(request: Request, mostBytes: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes * LET_IN) return null;
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes * LET_IN) return null;
    if (bytes <= mostBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > mostBytes ? null : Buffer.concat(chunks).toString("utf8");
}
