import type { Page, Request } from "@playwright/test";
import { setTimeout as pause } from "node:timers/promises";

const QUIET_MILLISECONDS = 80;
const BUSY_AT_MOST_MILLISECONDS = 10_000;

/** What a browser tells while it is at work. */
export interface BrowserWatch {
  /** What went wrong since it was last asked: errors in the console and in scripts, requests that failed. */
  takeTroubles(): string[];
  /** Resolves once nothing is being loaded, and nothing moves any more. */
  quiet(): Promise<void>;
}

/** @param isExpected whether an answer of 400 or more is what the address should give */
export function watchBrowser(page: Page, isExpected: (address: URL) => boolean): BrowserWatch {
  const underWay = new Set<Request>();
  let troubles: string[] = [];

  page.on("request", (request) => underWay.add(request));
  page.on("requestfinished", (request) => underWay.delete(request));
  page.on("requestfailed", (request) => {
    underWay.delete(request);
    const reason = request.failure()?.errorText ?? "for no given reason";
    // A page that is left, or asked for something newer, takes back what it asked for.
    if (reason !== "net::ERR_ABORTED") troubles.push(`${request.url()} failed: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !isExpected(new URL(response.url())))
      troubles.push(`${response.url()} was answered with ${response.status()}`);
  });
  page.on("pageerror", (error) => {
    troubles.push(`a script failed: ${error.message}`);
  });
  page.on("console", (message) => {
    // Told of above, with its address.
    if (message.text().startsWith("Failed to load resource")) return;
    if (message.type() === "error") troubles.push(`the console says: ${message.text()}`);
  });

  return {
    takeTroubles: () => {
      const taken = troubles;
      troubles = [];
      return taken;
    },
    quiet: async () => {
      const deadline = Date.now() + BUSY_AT_MOST_MILLISECONDS;
      let since = Date.now();
      while (Date.now() - since < QUIET_MILLISECONDS) {
        await pause(20);
        if (underWay.size > 0 || (await isMoving(page))) since = Date.now();
        if (Date.now() > deadline)
          throw new Error(`Still loading: ${[...underWay].map((request) => request.url()).join(", ")}`);
      }
    },
  };
}

/** Dialogs open and close by moving. What turns for ever, as a spinner does, does not count. */
async function isMoving(page: Page): Promise<boolean> {
  const moving = await Promise.all(
    page.frames().map((frame) =>
      frame
        .evaluate(() =>
          document
            .getAnimations()
            .some(
              ({ playState, effect }) =>
                playState === "running" && effect?.getComputedTiming().endTime !== Infinity,
            ),
        )
        // The frame is just being replaced.
        .catch(() => true),
    ),
  );
  return moving.includes(true);
}
