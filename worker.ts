import "./app/process/nodeEnvironment.ts";
import { startProcess } from "./app/process/startProcess.ts";

// Background work alone. Any number of these can share a DATABASE_URL.
await startProcess("worker");
