import type { PgBoss } from "pg-boss";
import type { Log } from "../log/log.ts";
import type { QueueInHand } from "./queueInHand.ts";

/** Several times within the time after which a process is taken for silent. */
const HEARTBEAT_MILLISECONDS = 2_500;

/** Says that jobs which take their time are being worked on. @returns its end */
export function startHeartbeats(boss: PgBoss, queues: readonly QueueInHand[], log: Log): () => void {
  const heartbeat = setInterval(() => {
    for (const queue of queues) {
      const lasting = queue.runningFor(HEARTBEAT_MILLISECONDS);
      if (lasting.length === 0) continue;
      boss.touch(queue.name, lasting).catch((error: unknown) => {
        log.warn(
          { err: error, queue: queue.name },
          "the job queue could not be told that jobs are being worked on",
        );
      });
    }
  }, HEARTBEAT_MILLISECONDS);
  return () => {
    clearInterval(heartbeat);
  };
}
