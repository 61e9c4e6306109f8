import { z } from "zod";

const days = z.coerce.number().int().min(1).max(36_500);
const port = z.coerce.number().int().min(0).max(65_535);
const httpAddress = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address" })
  .transform((address) => address.replace(/(?<!\/)\/+$/, ""));
const yesOrNo = z.enum(["true", "false"]).transform((value) => value === "true");
const encryptionKey = z
  .base64({ error: "must be base64" })
  .refine((value) => Buffer.from(value, "base64").length === 32, "must be 32 bytes, in base64");

const postgresAddress = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address")
  .refine(isProtected, {
    error:
      "leads over a network, where others may read and change what is said: add sslmode=verify-full, or, where you " +
      "trust that network, sslmode=require (encrypted, to whomever answers) or sslmode=disable",
  })
  .optional();

const LOCAL_HOSTS = ["", "localhost", "127.0.0.1", "[::1]"];

/** Whether an address of Postgres stays on this machine, or says how it is protected on its way. */
function isProtected(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return true;
  const host = url.searchParams.get("host") ?? url.hostname;
  if (host.startsWith("/") || LOCAL_HOSTS.includes(host)) return true;
  return ["verify-full", "verify-ca", "require", "disable"].includes(url.searchParams.get("sslmode") ?? "");
}

/** `private` stands for every range that no client of the internet comes from. */
const trustedProxies = z.string().transform((list, context): TrustedProxies => {
  const names = list.split(",").map((name) => name.trim());
  const ranges = names.filter((name) => name !== "" && name !== "private");
  for (const range of ranges)
    if (!z.union([z.cidrv4(), z.cidrv6()]).safeParse(range).success)
      context.addIssue(`${range} is no range of addresses, such as 203.0.113.0/24`);
  return { trustsPrivate: names.includes("private"), ranges };
});

const FILE_ORIGIN =
  /^(?<protocol>https?:)\/\/(?<hostname>\*|\*\.[a-z0-9.-]+|[a-z0-9.-]+|\[[0-9a-f:]+\])(?::(?<port>\d{1,5}|\*))?$/;

/** Origins, where `https://*` stands for any host and `https://*.example.com` for any of a domain; `:*` for any port. */
const fileOrigins = z.string().transform((list, context): FileOrigin[] =>
  list.split(",").flatMap((one) => {
    const { protocol, hostname, port } = FILE_ORIGIN.exec(one.trim().toLowerCase())?.groups ?? {};
    const isSafe = protocol === "https:" || (protocol === "http:" && !hostname?.startsWith("*"));
    if (isSafe && hostname !== undefined)
      return [{ protocol, hostname, port: port === usualPort[protocol] ? "" : (port ?? "") }];
    context.addIssue(
      `${one} is no origin, such as https://files.example.com, https://*.example.com or https://*`,
    );
    return [];
  }),
);

const usualPort = { "http:": "80", "https:": "443" };

const environment = z.object({
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_APP_URL: httpAddress,
  SCOPES: z.string().optional(),
  /** Where the built-in Postgres and its secrets live when DATABASE_URL is not set. */
  DATA_DIRECTORY: z.string().min(1).default(".data"),
  DATABASE_URL: postgresAddress,
  /** The same database past a pooler, where DATABASE_URL goes through one. */
  DATABASE_DIRECT_URL: postgresAddress,
  DATABASE_CONNECTIONS: z.coerce.number().int().min(1).default(20),
  ENCRYPTION_KEY: encryptionKey.optional(),
  FURTHER_ENCRYPTION_KEYS: z
    .string()
    .transform((list) => list.split(",").map((key) => key.trim()))
    .pipe(z.array(encryptionKey))
    .optional(),
  PORT: port.default(3000),
  WORKER_IN_SERVER: yesOrNo.default(true),
  TRUSTED_PROXIES: trustedProxies.prefault("private"),
  STOP_WITHIN_SECONDS: z.coerce.number().positive().default(15),
  CUSTOMEOW_API_URL: httpAddress.default("https://openapi.customeow.io/v1"),
  CUSTOMEOW_CLIENT_URL: httpAddress.default("https://client.customeow.io"),
  CUSTOMEOW_TIMEOUT_SECONDS: z.coerce.number().positive().default(30),
  CUSTOMEOW_QUOTA_REQUESTS: z.coerce.number().int().positive().default(60),
  CUSTOMEOW_QUOTA_WINDOW_SECONDS: z.coerce.number().positive().default(60),
  RETENTION_ORDERS_DAYS: days.default(730),
  RETENTION_DESIGNS_DAYS: days.default(180),
  RETENTION_DELIVERIES_DAYS: days.default(30),
  RETENTION_ANSWERS_DAYS: days.default(90),
  RETENTION_RECORDS_DAYS: days.default(90),
  RETENTION_UNINSTALLED_DAYS: days.default(60),
  RETENTION_EXPIRED_SESSIONS_DAYS: days.default(30),
  FILE_ORIGINS: fileOrigins.prefault("https://*"),
  APP_BRIDGE_URL: httpAddress.default("https://cdn.shopify.com/shopifycloud/app-bridge.js"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  NODE_ENV: z.string().default("production"),
});

/** Who may tell from where a request comes (`X-Forwarded-For`). */
export interface TrustedProxies {
  trustsPrivate: boolean;
  /** In CIDR notation. */
  ranges: string[];
}

/** How many days rows are kept that do not stay with their shop. What each is: docs/privacy.md. */
export interface Retention {
  ordersDays: number;
  designsDays: number;
  deliveriesDays: number;
  answersDays: number;
  recordsDays: number;
  uninstalledDays: number;
  expiredSessionsDays: number;
}

/** From where files may be downloaded. */
export interface FileOrigin {
  protocol: "https:" | "http:";
  /** `*` for any, `*.example.com` for any of a domain. */
  hostname: string;
  /** "" for the usual one, as in a URL; `*` for any. */
  port: string;
}

export interface Settings {
  shopify: {
    apiKey: string;
    apiSecret: string;
    appUrl: string;
    scopes: string[] | null;
    appBridgeUrl: string;
  };
  database: { kind: "embedded"; directory: string } | { kind: "external"; url: string; directUrl: string };
  /** How many connections to Postgres the process opens at most, for its statements. */
  databaseConnections: number;
  /** 32 bytes in base64; null with the embedded database, which keeps a key of its own beside the data. */
  encryptionKey: string | null;
  /** Which decrypt too, while keys are replaced. */
  furtherEncryptionKeys: string[];
  port: number;
  trustedProxies: TrustedProxies;
  workerInServer: boolean;
  /** How long what was taken may take to finish once the process is told to stop. */
  stopWithinMilliseconds: number;
  customeow: {
    apiUrl: string;
    clientUrl: string;
    timeoutMilliseconds: number;
    quota: { requests: number; windowMilliseconds: number };
  };
  retention: Retention;
  /** From where production files may be downloaded. */
  fileOrigins: FileOrigin[];
  logLevel: string;
  development: boolean;
}

/** Lists everything that is missing or wrong in the environment, at once. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the environment. The only place that does: everything else is given what it needs.
 * @throws SettingsError naming every variable that is missing or wrong.
 */
export function readSettings(variables: Record<string, string | undefined>): Settings {
  // An empty variable means "not set", as every hosting panel has it.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map(describeIssue);
  if (given["DATABASE_URL"] !== undefined && given["ENCRYPTION_KEY"] === undefined)
    problems.push(
      "ENCRYPTION_KEY is missing: with DATABASE_URL it must be given, 32 bytes in base64 (openssl rand -base64 32)",
    );
  if (!parsed.success || problems.length > 0)
    throw new SettingsError(
      `The app cannot start with this environment:\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n` +
        `See .env.example for what each is.`,
    );
  return toSettings(parsed.data);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const name = issue.path.join(".");
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  return missing || /received undefined/.test(issue.message)
    ? `${name} is missing`
    : `${name}: ${issue.message}`;
}

function toSettings(values: z.output<typeof environment>): Settings {
  return {
    shopify: {
      apiKey: values.SHOPIFY_API_KEY,
      apiSecret: values.SHOPIFY_API_SECRET,
      appUrl: values.SHOPIFY_APP_URL,
      scopes: values.SCOPES?.split(",").map((scope) => scope.trim()) ?? null,
      appBridgeUrl: values.APP_BRIDGE_URL,
    },
    database: values.DATABASE_URL
      ? {
          kind: "external",
          url: values.DATABASE_URL,
          directUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL,
        }
      : { kind: "embedded", directory: values.DATA_DIRECTORY },
    databaseConnections: values.DATABASE_CONNECTIONS,
    encryptionKey: values.ENCRYPTION_KEY ?? null,
    furtherEncryptionKeys: values.FURTHER_ENCRYPTION_KEYS ?? [],
    port: values.PORT,
    trustedProxies: values.TRUSTED_PROXIES,
    workerInServer: values.WORKER_IN_SERVER,
    stopWithinMilliseconds: values.STOP_WITHIN_SECONDS * 1000,
    customeow: {
      apiUrl: values.CUSTOMEOW_API_URL,
      clientUrl: values.CUSTOMEOW_CLIENT_URL,
      timeoutMilliseconds: values.CUSTOMEOW_TIMEOUT_SECONDS * 1000,
      quota: {
        requests: values.CUSTOMEOW_QUOTA_REQUESTS,
        windowMilliseconds: values.CUSTOMEOW_QUOTA_WINDOW_SECONDS * 1000,
      },
    },
    retention: {
      ordersDays: values.RETENTION_ORDERS_DAYS,
      designsDays: values.RETENTION_DESIGNS_DAYS,
      deliveriesDays: values.RETENTION_DELIVERIES_DAYS,
      answersDays: values.RETENTION_ANSWERS_DAYS,
      recordsDays: values.RETENTION_RECORDS_DAYS,
      uninstalledDays: values.RETENTION_UNINSTALLED_DAYS,
      expiredSessionsDays: values.RETENTION_EXPIRED_SESSIONS_DAYS,
    },
    fileOrigins: values.FILE_ORIGINS,
    logLevel: values.LOG_LEVEL,
    development: values.NODE_ENV === "development",
  };
}
