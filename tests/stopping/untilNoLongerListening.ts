import { eventually } from "../world/testWorld.ts";

/** A server that was told to stop takes no connection any more. */
export async function untilNoLongerListening(url: string): Promise<void> {
  await eventually("no connection is taken any more", async () => {
    const answer = await fetch(`${url}/health/live`).catch(() => null);
    return answer === null ? true : null;
  });
}
