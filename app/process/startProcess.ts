import { readSettings, SettingsError, type Settings } from "../config/settings.ts";
import { startHttpServer } from "../http/server.ts";
import { startWorking } from "../jobs/work.ts";
import { createLog, type Log } from "../log/log.ts";
import { backgroundWork } from "./backgroundWork.ts";
import { createJobHandlers } from "./jobHandlers.ts";
import { closeOnSignal, createShutdownList } from "./shutdown.ts";
import { startServices } from "./startServices.ts";

/** Starts a server or a worker with the process's environment, and ends it when the host says so. */
export async function startProcess(role: "server" | "worker"): Promise<void> {
  const settings = settingsOrExit();
  const log = createLog(settings.logLevel);
  const shutdown = createShutdownList(log, settings.stopWithinMilliseconds);
  const starting = start(role, settings, log, shutdown);
  const isStopping = closeOnSignal(shutdown, log, starting);

  try {
    await starting;
  } catch (error) {
    log.fatal({ err: error }, "the app did not start");
    if (isStopping()) return;
    await shutdown.close();
    process.exit(1);
  }
}

async function start(
  role: "server" | "worker",
  settings: Settings,
  log: Log,
  shutdown: ReturnType<typeof createShutdownList>,
): Promise<void> {
  if (role === "worker" && settings.database.kind === "embedded")
    throw new Error("A worker of its own needs a Postgres that it can share: set DATABASE_URL.");

  const { services, engine } = await startServices(settings, role, log, shutdown);
  if (role === "worker" || settings.workerInServer) {
    shutdown.add(backgroundWork(startWorking(engine, createJobHandlers(services), log), services));
    log.info("taking background work");
  }
  if (role === "server") {
    const server = await startHttpServer(services);
    shutdown.add({ name: "http server", ...server });
    log.info({ port: server.port }, "listening");
  }
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
