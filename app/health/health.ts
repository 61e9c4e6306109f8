import type { PgBoss } from "pg-boss";
import type { Database } from "../database/database.ts";
import { WORKER_INSTANCE } from "../jobs/boss.ts";

export interface HealthReport {
  database: "up" | "down";
  /** A worker that takes jobs has reported recently, in this process or another. */
  worker: "up" | "down" | "unknown";
}

/** Checks what is really there. */
export interface Health {
  /** One query to Postgres. */
  databaseAnswers(): Promise<boolean>;
  /** The same, and the heartbeats that workers leave there. */
  report(): Promise<HealthReport>;
}

const DATABASE_ANSWERS_WITHIN_MILLISECONDS = 3_000;

export function createHealth(database: Database, boss: PgBoss): Health {
  const databaseAnswers = () => answersInTime(database.$queryRaw`SELECT 1`);
  return {
    databaseAnswers,
    async report() {
      if (!(await databaseAnswers())) return { database: "down", worker: "unknown" };
      return { database: "up", worker: (await workerLives(boss)) ? "up" : "down" };
    },
  };
}

async function workerLives(boss: PgBoss): Promise<boolean> {
  const instances = await boss.getInstances();
  return instances.some(({ live, name }) => live && name === WORKER_INSTANCE);
}

async function answersInTime(query: PromiseLike<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, DATABASE_ANSWERS_WITHIN_MILLISECONDS, false);
  });
  const answered = Promise.resolve(query).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]).finally(() => {
    clearTimeout(timer);
  });
}
