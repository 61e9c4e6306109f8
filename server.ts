import "./app/process/nodeEnvironment.ts";
import { startProcess } from "./app/process/startProcess.ts";

// One process for pages, webhooks and background work. WORKER_IN_SERVER=false leaves the work to worker.ts.
await startProcess("server");
