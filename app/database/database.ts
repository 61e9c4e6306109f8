import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "@prisma/client";
import type pg from "pg";

/** Everything the domain stores. */
export type Database = PrismaClient;

/** A running transaction: what is written through it commits together, jobs included. */
export type Transaction = Prisma.TransactionClient;

/** Prisma on the process's connections. */
export function openDatabase(pool: pg.Pool): Database {
  return new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
}
