import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlQuery, type SqlResultSet } from "@prisma/driver-adapter-utils";
import type { PoolConfig, QueryResult } from "pg";

/** Postgres types of `pg_catalog` columns that adapter-pg does not map (prisma/orm#27403). */
const CHAR_OID = 18;
const NAME_OID = 19;
const TEXT_OID = 25;

type Connection = Awaited<ReturnType<PrismaPg["connect"]>>;

/** The parts of adapter-pg's connection that its types keep to themselves. */
interface ConnectionInternals {
  client: { query(script: string): Promise<unknown> };
  performIO(query: SqlQuery): Promise<QueryResult>;
  queryRaw(query: SqlQuery): Promise<SqlResultSet>;
  executeScript(script: string): Promise<void>;
  onError(error: unknown): never;
}

/** Lets Prisma's schema engine (migrate, diff) run on `pg` instead of a native engine. */
export class MigrationAdapter extends PrismaPg {
  readonly #config: PoolConfig;

  constructor(config: PoolConfig) {
    super(config);
    this.#config = config;
  }

  override async connect(): Promise<Connection> {
    return mendConnection(await super.connect());
  }

  /** A database of its own for `migrate dev` and `migrate diff`, dropped when they are done with it. */
  override async connectToShadowDb(): Promise<Connection> {
    const main = await this.connect();
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    await main.executeScript(`CREATE DATABASE "${database}"`);
    const shadow = await new MigrationAdapter({ ...this.#config, database }).connect();
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      // PrismaPg drops before it disconnects, which Postgres refuses.
      await disconnect();
      await main.executeScript(`DROP DATABASE "${database}" WITH (FORCE)`);
      await main.dispose();
    };
    return shadow;
  }
}

function mendConnection(connection: Connection): Connection {
  const internals = connection as unknown as ConnectionInternals;
  const queryRaw: ConnectionInternals["queryRaw"] = Reflect.get(internals, "queryRaw");
  const performIO: ConnectionInternals["performIO"] = Reflect.get(internals, "performIO");

  internals.queryRaw = async (query) => {
    let isChar: boolean[] = [];
    // Only queries see the mended columns: scripts, which give one result a statement, keep the original.
    const mended = Object.create(internals, {
      performIO: {
        value: async (asked: SqlQuery) => {
          const result = await performIO.call(internals, asked);
          isChar = result.fields.map((field) => field.dataTypeID === CHAR_OID);
          for (const field of result.fields)
            if (field.dataTypeID === CHAR_OID || field.dataTypeID === NAME_OID) field.dataTypeID = TEXT_OID;
          return result;
        },
      },
    }) as ConnectionInternals;
    const result = await queryRaw.call(mended, query);
    result.columnTypes = result.columnTypes.map((type, index) =>
      isChar[index] ? ColumnTypeEnum.Character : type,
    );
    return result;
  };

  // adapter-pg splits scripts at every ";", which breaks $$ bodies and literals: send the file whole.
  internals.executeScript = async (script) => {
    try {
      await internals.client.query(script);
    } catch (error) {
      internals.onError(error);
    }
  };
  return connection;
}

/** The WebAssembly schema engine leaves timers of 10 s and 60 s armed, which would keep the command alive. */
export function releaseSchemaEngineTimers(): void {
  const original = globalThis.setTimeout;
  const released = (
    callback: (...values: unknown[]) => void,
    milliseconds?: number,
    ...values: unknown[]
  ) => {
    const timer = original(callback, milliseconds, ...values);
    if (milliseconds === 10_000 || milliseconds === 60_000) timer.unref();
    return timer;
  };
  globalThis.setTimeout = Object.assign(released, original) as typeof setTimeout;
}
