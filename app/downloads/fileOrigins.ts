import type { FileOrigin } from "../config/settings.ts";

/**
 * `named`: the operator says this very host, which may then stand in a network of its own. `public`: any host of the
 * internet, or of a domain.
 */
export type Trust = "named" | "public";

/** Whether files may be downloaded from there; null where they may not. */
export function trustIn(origins: readonly FileOrigin[], { protocol, hostname, port }: URL): Trust | null {
  const allowed = origins.filter(
    (origin) =>
      origin.protocol === protocol &&
      (origin.port === "*" || origin.port === port) &&
      isHost(origin.hostname, hostname),
  );
  if (allowed.length === 0) return null;
  return allowed.some((origin) => !origin.hostname.startsWith("*")) ? "named" : "public";
}

function isHost(allowed: string, hostname: string): boolean {
  if (allowed === "*") return true;
  return allowed.startsWith("*.") ? hostname.endsWith(allowed.slice(1)) : hostname === allowed;
}
