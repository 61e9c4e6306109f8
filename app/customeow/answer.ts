import { withoutKey } from "./apiKey.ts";
import { cleanText } from "./cleanText.ts";
import type { KeptAnswer } from "./failure.ts";

/** What came over the wire. */
export interface Answer {
  httpStatus: number;
  retryAfter: string | null;
  body: string;
  kept: KeptAnswer;
}

interface ReceivedBody {
  /** As much of it as came. */
  text: string;
  /** Why there is no more of it; null for a whole body. */
  stopped: null | "too large" | { error: unknown };
}

export interface ReceivedAnswer {
  answer: Answer;
  stopped: ReceivedBody["stopped"];
}

export const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
const KEPT_CHARACTERS = 16_384;

/** Reads the body to its end, or as far as it came. Never throws for what the server does. */
export async function receive(response: Response, apiKey: string): Promise<ReceivedAnswer> {
  const { text, stopped } = await readBody(response);
  // The key goes before the cut, so that no half of it is left at the end.
  const kept = {
    httpStatus: response.status,
    contentType: response.headers.get("content-type"),
    body: cleanText(withoutKey(text, apiKey).slice(0, KEPT_CHARACTERS)),
  };
  const retryAfter = response.headers.get("retry-after");
  return { answer: { httpStatus: response.status, retryAfter, body: text, kept }, stopped };
}

async function readBody(response: Response): Promise<ReceivedBody> {
  if (response.body === null) return { text: "", stopped: null };
  const reader = response.body.getReader();
  // It also drops a byte order mark, which JSON does not know.
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode(), stopped: null };
      bytes += value.byteLength;
      text += decoder.decode(value, { stream: true });
      if (bytes <= LARGEST_ANSWER_BYTES) continue;
      await reader.cancel();
      return { text, stopped: "too large" };
    }
  } catch (error) {
    return { text, stopped: { error } };
  }
}
