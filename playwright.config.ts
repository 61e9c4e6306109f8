import { defineConfig } from "@playwright/test";
import { chromiumLaunch } from "./tests/browser/chromium.ts";

export default defineConfig({
  testDir: "tests/browser",
  globalSetup: "./tests/browser/startSandbox.ts",
  outputDir: "test-results/browser",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    ...(await chromiumLaunch()),
    trace: "retain-on-failure",
    locale: "en-US",
  },
});
