/**
 * The values of a text with one JSON value a line, as it comes. What is not asked for any more is not read.
 * @throws SyntaxError where a line is none, as where the text breaks off
 */
export async function* jsonLines(text: ReadableStream<Uint8Array>): AsyncGenerator {
  const reader = text.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let isDone = false; !isDone;) {
      const { done, value } = await reader.read();
      isDone = done;
      const lines = (rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }))).split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) if (line.trim() !== "") yield JSON.parse(line);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
