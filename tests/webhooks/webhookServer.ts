import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type AppProcess, startAppProcess } from "../chaos/appProcess.ts";
import { freePort } from "../chaos/freePort.ts";
import { untilAnswering } from "./untilAnswering.ts";

/** `server.ts` as it ships, without a worker. */
export interface WebhookServer {
  url: string;
  process: AppProcess;
  logFile: string;
}

/** @param secret what Shopify signs with; @param directory where its log goes */
export async function startWebhookServer(
  databaseUrl: string,
  secret: string,
  directory: string,
): Promise<WebhookServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(directory, "app.log");
  const process = startAppProcess(
    "server.ts",
    {
      SHOPIFY_API_KEY: "client-id",
      SHOPIFY_API_SECRET: secret,
      SHOPIFY_APP_URL: url,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      SANDBOX_SHOPIFY_ADDRESS: url,
      WORKER_IN_SERVER: "false",
      PORT: String(port),
    },
    logFile,
  );
  await untilAnswering(url);
  return { url, process, logFile };
}
