import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildPagesIfStale } from "../../sandbox/launch/pages.ts";
import { startAppProcess } from "../chaos/appProcess.ts";
import { eventually } from "../world/testWorld.ts";

let directory: string;
beforeAll(async () => {
  await buildPagesIfStale();
  directory = await mkdtemp(join(tmpdir(), "customeow-starting-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it("ends well when it is told to while it starts, its own Postgres included", async () => {
  const server = startAppProcess(
    "server.ts",
    {
      SHOPIFY_API_KEY: "client-id",
      SHOPIFY_API_SECRET: "client-secret",
      SHOPIFY_APP_URL: "http://127.0.0.1:1",
      SANDBOX_SHOPIFY_ADDRESS: "http://127.0.0.1:1",
      DATABASE_URL: "",
      DATA_DIRECTORY: directory,
      PORT: "0",
    },
    join(directory, "app.log"),
  );
  const postgres = join(directory, "postgres", "postmaster.pid");
  await eventually("Postgres is started", () => Promise.resolve(existsSync(postgres) ? true : null));
  expect(await server.terminate()).toEqual({ code: 0, signal: null });
  expect(existsSync(postgres)).toBe(false);
});
