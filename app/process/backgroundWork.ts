import type { Working } from "../jobs/work.ts";
import type { Services } from "../services.ts";
import type { Part } from "./shutdown.ts";

/** Background work, as it is stopped: jobs that wait for their turn hand themselves back, the others finish. */
export function backgroundWork(working: Working, { limiter }: Pick<Services, "limiter">): Part {
  return {
    name: "background work",
    stopTaking() {
      working.stopTaking();
      limiter.close();
    },
    close: (deadline) => working.stop(deadline),
  };
}
