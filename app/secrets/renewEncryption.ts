import sql, { raw } from "sql-template-tag";
import type { SqlPool } from "../database/sql.ts";
import type { JobHandler } from "../jobs/work.ts";
import type { Log } from "../log/log.ts";
import { type KeyRing, readingPlainToo, type SecretPurpose } from "./keyRing.ts";

/** Where secrets stand. `key` is the table's own, and names the owner. */
interface SecretColumn {
  table: string;
  key: string;
  column: string;
  purpose: SecretPurpose;
}

const secretColumns: readonly SecretColumn[] = [
  { table: "KeptKey", key: "name", column: "encryptedKey", purpose: "kept-key" },
  { table: "CustomeowConnection", key: "shopId", column: "encryptedApiKey", purpose: "api-key" },
  { table: "CustomeowConnection", key: "shopId", column: "encryptedWebhookToken", purpose: "webhook-token" },
  { table: "Session", key: "id", column: "accessToken", purpose: "access-token" },
  { table: "Session", key: "id", column: "refreshToken", purpose: "access-token" },
];

const ROWS_A_STATEMENT = 200;

interface SecretRow {
  owner: string;
  secret: string;
}

interface Renewed {
  renewed: number;
  unreadable: number;
}

interface RenewServices {
  sql: SqlPool;
  ring: KeyRing;
}

/**
 * Every hour: encrypts with the newest key what another one encrypted, or none did. A secret that changes meanwhile is
 * left to the next hour. Says when the further keys of the ring are not needed any more.
 */
export function renewEncryptionHandler(services: RenewServices): JobHandler<"renew-encryption"> {
  return async (_payload, log) => {
    const { renewed, unreadable } = await renewEncryption(services, log);
    if (renewed > 0) log.info({ renewed }, "secrets were encrypted with the newest key");
    if (services.ring.hasFurther && renewed + unreadable === 0)
      log.info("every secret is encrypted with ENCRYPTION_KEY: FURTHER_ENCRYPTION_KEYS can be left out");
  };
}

export async function renewEncryption(services: RenewServices, log: Log): Promise<Renewed> {
  let renewed = 0;
  let unreadable = 0;
  for (const column of secretColumns)
    for await (const { owner, secret } of secretsOfOtherKeys(services, column))
      if (await renew(services, column, { owner, secret }, log)) renewed += 1;
      else unreadable += 1;
  return { renewed, unreadable };
}

async function* secretsOfOtherKeys({ sql: rows, ring }: RenewServices, column: SecretColumn) {
  const [table, key, secret] = [column.table, column.key, column.column].map(identifier);
  let after = "";
  for (;;) {
    const page = await rows.rows<SecretRow>(sql`
      SELECT ${key}::text AS "owner", ${secret} AS "secret" FROM ${table}
      WHERE ${key}::text > ${after} AND ${secret} <> '' AND NOT starts_with(${secret}, ${ring.newestPrefix})
      ORDER BY ${key}::text LIMIT ${ROWS_A_STATEMENT}`);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.owner;
  }
}

/** @returns false, and it is logged, where it cannot be read */
async function renew(
  { sql: rows, ring }: RenewServices,
  column: SecretColumn,
  { owner, secret }: SecretRow,
  log: Log,
): Promise<boolean> {
  const cipher = readingPlainToo(ring.cipher(column.purpose));
  let renewed: string;
  try {
    renewed = cipher.encrypt(cipher.decrypt(secret, owner), owner);
  } catch (error) {
    log.error({ err: error, table: column.table, owner }, "a stored secret cannot be read");
    return false;
  }
  const [table, key, stored] = [column.table, column.key, column.column].map(identifier);
  // Unless it changed meanwhile.
  await rows.rows(sql`
    UPDATE ${table} SET ${stored} = ${renewed} WHERE ${key}::text = ${owner} AND ${stored} = ${secret}`);
  return true;
}

const identifier = (name: string) => raw(`"${name}"`);
