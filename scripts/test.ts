import { spawn } from "node:child_process";
import { adminSchemaFile } from "./fetch-admin-schema.ts";

/** Scripts of package.json; those of a stage run side by side. */
type Stage = string[];

/** Everything that must hold before a change is taken, in the order in which it fails fastest. */
const everyTime: Stage[] = [
  ["check:format", "check:types", "check:dead-code", "check:architecture"],
  ["check:lint", "build"],
  ["check:migrations"],
  ["test:unit"],
  ["test:integration", "test:contract"],
  ["test:browser", "test:storefront"],
];

/** What takes too long to wait for with every change. */
const long: Stage[] = [["test:large"], ["test:chaos"], ["test:storefront:all"]];

const stages = process.argv.includes("--long") ? long : everyTime;

interface Outcome {
  script: string;
  passed: boolean;
  seconds: number;
}

const outcomes: Outcome[] = [];
await adminSchemaFile();
for (const stage of stages) outcomes.push(...(await Promise.all(stage.map(run))));

console.log("");
for (const { script, passed, seconds } of outcomes)
  console.log(`${passed ? "✓" : "✗"} ${script} (${seconds.toFixed(1)} s)`);
const failed = outcomes.filter((outcome) => !outcome.passed).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function run(script: string): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", script], {
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("close", (code) => {
      const seconds = (performance.now() - started) / 1000;
      // Printed whole when it ends, so that scripts that run side by side do not mix their lines.
      console.log(`\n── ${script} ──`);
      process.stdout.write(Buffer.concat(output));
      resolve({ script, passed: code === 0, seconds });
    });
  });
}
