import { readFileSync } from "node:fs";
import type { PoolConfig } from "pg";

/**
 * Takes a `postgresql://` URL apart. Parts, never `connectionString`: where both are given, `pg` lets the string
 * win, and Prisma's shadow database would silently be the main one. Understands `?host=` for socket folders,
 * `?sslmode=`, and `?sslrootcert=` for the file of an authority that the system does not know. No options for the start of a session: a pooler that lends connections for a transaction refuses them.
 * @throws TypeError when the URL is malformed; Error when the file of the authority cannot be read.
 */
export function poolConfig(databaseUrl: string): PoolConfig {
  const url = new URL(databaseUrl);
  return {
    host: url.searchParams.get("host") ?? url.hostname,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    ...tls(url.searchParams.get("sslmode"), url.searchParams.get("sslrootcert")),
  };
}

/** libpq's modes: `require` encrypts without checking the certificate, `verify-*` checks it. */
function tls(mode: string | null, rootCertificate: string | null): Pick<PoolConfig, "ssl"> {
  if (mode === null || mode === "disable" || mode === "prefer" || mode === "allow") return {};
  const ca = rootCertificate === null ? {} : { ca: readFileSync(rootCertificate, "utf8") };
  return { ssl: { rejectUnauthorized: mode.startsWith("verify"), ...ca } };
}
