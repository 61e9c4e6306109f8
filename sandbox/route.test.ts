import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";

const preload = fileURLToPath(new URL("./route.ts", import.meta.url));
const received: {
  host: string | undefined;
  method: string | undefined;
  url: string | undefined;
  body: string;
}[] = [];
let standIn: Server;
let address: string;

beforeEach(async () => {
  received.length = 0;
  standIn = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const host = request.headers["x-forwarded-host"];
      received.push({ host: host?.toString(), method: request.method, url: request.url, body });
      response.end("from the stand-in");
    });
  });
  await new Promise<void>((resolve) => standIn.listen(0, "127.0.0.1", resolve));
  const bound = standIn.address();
  if (bound === null || typeof bound === "string") throw new Error("no port");
  address = `http://127.0.0.1:${bound.port}`;
});
afterEach(async () => {
  standIn.closeAllConnections();
  await new Promise((resolve) => standIn.close(resolve));
});

/** Runs a line in a process of its own that has the preload, and gives what it prints. */
async function run(line: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", preload, "--input-type=module", "-e", line],
    {
      env: { ...process.env, SANDBOX_SHOPIFY_ADDRESS: address },
    },
  );
  return stdout.trim();
}

it("takes requests for any shop to the stand-in, and says which shop was meant", async () => {
  const line = `
    const options = { method: "POST", body: "asked", headers: { "content-type": "text/plain" } };
    const answer = await fetch("https://one-shop.myshopify.com/admin/api?x=1", options);
    await fetch(new Request("https://another.myshopify.com/"));
    console.log(await answer.text());`;
  expect(await run(line)).toBe("from the stand-in");
  expect(received).toEqual([
    { host: "one-shop.myshopify.com", method: "POST", url: "/admin/api?x=1", body: "asked" },
    { host: "another.myshopify.com", method: "GET", url: "/", body: "" },
  ]);
});

it("leaves every other address alone", async () => {
  const line = `
    for (const host of ["myshopify.com.invalid", "shop.myshopify.com.invalid", "example.invalid"]) {
      const outcome = await fetch("https://" + host).then(() => "answered", (error) => error.cause.code);
      console.log(outcome);
    }`;
  expect((await run(line)).split("\n")).not.toContain("answered");
  expect(received).toEqual([]);
});

it("refuses to start without the stand-in's address", async () => {
  address = "";
  await expect(run("")).rejects.toThrow("SANDBOX_SHOPIFY_ADDRESS");
});
