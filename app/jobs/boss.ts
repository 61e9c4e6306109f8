import { PgBoss } from "pg-boss";
import type pg from "pg";
import type { Log } from "../log/log.ts";
import { type QueueName, queueNames } from "./catalogue.ts";
import { statementsOn } from "./pgBossStatements.ts";

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 24 * 60 * MINUTE_SECONDS;

/** What holds for every job whose catalogue entry says nothing else. */
const queueOptions = {
  // Nothing is given up: what fails is tried again with growing, jittered pauses of at most ten minutes.
  retryLimit: 1_000_000,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 10 * MINUTE_SECONDS,
  // A process that dies or is suspended falls silent: its jobs go to another.
  heartbeatSeconds: 10,
  retentionSeconds: 90 * DAY_SECONDS,
  deleteAfterSeconds: 5 * MINUTE_SECONDS,
} as const;

/** Of the jobs with one key, one is waiting, one is to be tried again, and one is worked on, at most. */
const POLICY = "stately";

/** The name under which a process is seen by the health check that takes jobs. */
export const WORKER_INSTANCE = "worker";

/**
 * Starts pg-boss on the process's connections. It keeps the jobs, their schedules and its own house; by itself it
 * works on none but the schedules.
 * @param role the name under which the process is seen
 */
export async function startBoss(pool: pg.Pool, role: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: statementsOn(pool),
    registerInstance: true,
    instanceName: role,
    instanceHeartbeatSeconds: 10,
    // Jobs of processes that fell silent are looked for by whoever takes jobs, who then has pg-boss act.
    superviseIntervalSeconds: MINUTE_SECONDS,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 5 * MINUTE_SECONDS,
    queueCacheIntervalSeconds: 10 * MINUTE_SECONDS,
    cronMonitorIntervalSeconds: 30,
    cronWorkerIntervalSeconds: 15,
    // Nothing here waits for other jobs of its flow, and indexes are changed by a new version alone.
    flowIntervalSeconds: 60 * MINUTE_SECONDS,
    bamIntervalSeconds: 10 * MINUTE_SECONDS,
    openTelemetry: { propagateContext: true },
  });
  boss.on("error", (error) => {
    log.error({ err: error }, "the job queue reported an error");
  });
  boss.on("warning", (warning) => {
    log.warn({ warning: warning.message }, "the job queue reported a warning");
  });
  await boss.start();
  for (const name of queueNames) await setUpQueue(boss, name);
  return boss;
}

async function setUpQueue(boss: PgBoss, name: QueueName): Promise<void> {
  // Of a queue that exists this changes nothing.
  await boss.createQueue(name, { policy: POLICY, ...queueOptions });
  // pg-boss has no call that changes a queue's policy. Jobs that were handed in under another one have no key.
  await boss.getDb().executeSql(
    `WITH changed AS (UPDATE pgboss.queue SET policy = '${POLICY}' WHERE name = $1 AND policy <> '${POLICY}' RETURNING name)
     UPDATE pgboss.job SET singleton_key = id::text
     WHERE name IN (SELECT name FROM changed) AND singleton_key IS NULL AND state < 'completed'`,
    [name],
  );
  await boss.updateQueue(name, queueOptions);
}
