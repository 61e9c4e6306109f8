import type { Log } from "../log/log.ts";

const ANSWERS_WITHIN_MILLISECONDS = 30_000;

/**
 * Hands a file of another server on, as it comes, to be saved under a name of ours. Answers 502 when that server
 * does not give it.
 */
export async function sendRemoteFile(file: { url: string; name: string }, log: Log): Promise<Response> {
  const unavailable = new Response("The file could not be fetched from CustoMeow.", { status: 502 });
  if (!/^https?:\/\//.test(file.url)) return unavailable;
  const tooLate = new AbortController();
  const timer = setTimeout(() => {
    tooLate.abort();
  }, ANSWERS_WITHIN_MILLISECONDS);
  try {
    const answer = await fetch(file.url, { signal: tooLate.signal });
    if (!answer.ok || answer.body === null) {
      log.warn({ status: answer.status }, "a production file was not given");
      return unavailable;
    }
    const length = answer.headers.get("content-length");
    return new Response(answer.body, {
      headers: {
        "content-type": answer.headers.get("content-type") ?? "application/octet-stream",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        ...(length === null ? {} : { "content-length": length }),
      },
    });
  } catch (error) {
    log.warn({ err: error }, "a production file could not be fetched");
    return unavailable;
  } finally {
    // Only the beginning is timed: a large file on a slow line may take long.
    clearTimeout(timer);
  }
}
