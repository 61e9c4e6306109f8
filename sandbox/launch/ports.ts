import { createServer, type Server } from "node:net";
import { SandboxUsageError } from "./options.ts";

/** The five servers of the sandbox, in the order of their ports. */
const servers = ["storefront", "admin", "app", "customeow", "appProcess"] as const;
export type Ports = Record<(typeof servers)[number], number>;

/**
 * Five consecutive ports, or any free ones.
 * @throws SandboxUsageError naming every port that is in use.
 */
export async function choosePorts(basePort: number | null): Promise<Ports> {
  const wanted = servers.map((_, index) => (basePort === null ? 0 : basePort + index));
  const probes = await Promise.all(wanted.map(listen));
  const taken = wanted.filter((_, index) => probes[index] === null);
  const ports = probes.map((probe) => (probe ? portOf(probe) : 0));
  await Promise.all(probes.map(close));

  if (taken.length > 0)
    throw new SandboxUsageError(
      `Port ${taken.join(", ")} is in use. Stop what runs there, or choose others: ` +
        `npm run sandbox -- --base-port 5100, or --free-ports.`,
    );
  const [storefront, admin, app, customeow, appProcess] = ports as [number, number, number, number, number];
  return { storefront, admin, app, customeow, appProcess };
}

function listen(port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    // All addresses, since that is how the app listens: a server on any of them is in the way.
    probe.listen(port, () => {
      resolve(probe);
    });
  });
}

async function close(probe: Server | null): Promise<void> {
  if (probe !== null) await new Promise((closed) => probe.close(closed));
}

function portOf(probe: Server): number {
  const address = probe.address();
  return address === null || typeof address === "string" ? 0 : address.port;
}
