import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printReady, type Addresses } from "./launch/announce.ts";
import { readOptions, SandboxUsageError } from "./launch/options.ts";
import { startWorld } from "./launch/world.ts";

/** `npm run sandbox`: the whole product on one machine, with stand-ins for Shopify and CustoMeow. */
const closing: (() => Promise<void>)[] = [];
let stopping = false;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (let close = closing.pop(); close !== undefined; close = closing.pop())
    await close().catch((error: unknown) => {
      console.error(error);
    });
  process.exit(exitCode);
}

process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));
process.on("SIGHUP", () => void stop(0));

try {
  const options = readOptions(process.argv.slice(2), process.env);
  const dataDirectory = await mkdtemp(join(tmpdir(), "customeow-sandbox-"));
  closing.push(() => rm(dataDirectory, { recursive: true, force: true }));
  const addresses: Addresses = await startWorld(options, dataDirectory, closing, (code) => {
    if (stopping) return;
    console.error(`The app ended by itself (exit code ${code}). Its log: ${options.logFile}`);
    void stop(1);
  });
  printReady(addresses, options.json);
} catch (error) {
  console.error(error instanceof SandboxUsageError ? error.message : error);
  await stop(1);
}
