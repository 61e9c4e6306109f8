import { parseArgs } from "node:util";

/** How the sandbox was asked to run. */
export interface SandboxOptions {
  /** Print one line of JSON when ready, instead of the table. */
  json: boolean;
  /** The first of five consecutive ports, or null for any free ones. */
  basePort: number | null;
  /** Where the app's own log goes. */
  logFile: string;
  /** A CustoMeow of somebody's own; null starts the stand-in. */
  external: ExternalCustomeow | null;
}

export interface ExternalCustomeow {
  apiUrl: string;
  clientUrl: string;
  apiKey: string;
  storeId: string;
}

/** What was asked for cannot be done; the message says what to change. */
export class SandboxUsageError extends Error {
  override readonly name = "SandboxUsageError";
}

/** @throws SandboxUsageError when an option or a CUSTOMEOW_ setting is missing or wrong. */
export function readOptions(argv: string[], environment: NodeJS.ProcessEnv): SandboxOptions {
  const { values } = parse(argv);
  const basePort = Number(values["base-port"]);
  if (!Number.isInteger(basePort) || basePort < 1024 || basePort > 65_530)
    throw new SandboxUsageError(
      `--base-port must be a number from 1024 to 65530, not "${values["base-port"]}".`,
    );
  return {
    json: values.json,
    basePort: values["free-ports"] ? null : basePort,
    logFile: values.log,
    external: externalCustomeow(environment),
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        json: { type: "boolean", default: false },
        "base-port": { type: "string", default: "4100" },
        "free-ports": { type: "boolean", default: false },
        log: { type: "string", default: ".cache/sandbox/app.log" },
      },
    });
  } catch (error) {
    throw new SandboxUsageError(
      `${error instanceof Error ? error.message : String(error)}\n` +
        `Usage: npm run sandbox -- [--json] [--base-port 4100 | --free-ports] [--log FILE]`,
      { cause: error },
    );
  }
}

function externalCustomeow(environment: NodeJS.ProcessEnv): ExternalCustomeow | null {
  const { CUSTOMEOW_API_URL, CUSTOMEOW_CLIENT_URL, CUSTOMEOW_API_KEY, CUSTOMEOW_STORE_ID } = environment;
  if (!CUSTOMEOW_API_URL && !CUSTOMEOW_CLIENT_URL) return null;
  if (!CUSTOMEOW_API_KEY || !CUSTOMEOW_STORE_ID)
    throw new SandboxUsageError(
      "With CUSTOMEOW_API_URL or CUSTOMEOW_CLIENT_URL set, the sandbox's shop is connected to that CustoMeow: " +
        "set CUSTOMEOW_API_KEY and CUSTOMEOW_STORE_ID too.",
    );
  return {
    apiUrl: withoutTrailingSlash(CUSTOMEOW_API_URL || "https://openapi.customeow.io/v1"),
    clientUrl: withoutTrailingSlash(CUSTOMEOW_CLIENT_URL || "https://client.customeow.io"),
    apiKey: CUSTOMEOW_API_KEY,
    storeId: CUSTOMEOW_STORE_ID,
  };
}

const withoutTrailingSlash = (address: string) => address.replace(/(?<!\/)\/+$/, "");
