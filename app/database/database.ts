import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "@prisma/client";
import { poolConfig } from "./address.ts";

/** Everything the domain stores. */
export type Database = PrismaClient;

/** A running transaction: what is written through it commits together, jobs included. */
export type Transaction = Prisma.TransactionClient;

/** Opens a pool of connections. Nothing connects before the first query. */
export function openDatabase(
  databaseUrl: string,
  options: { connections: number } = { connections: 15 },
): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ ...poolConfig(databaseUrl), max: options.connections }),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
}
