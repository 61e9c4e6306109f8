import { defineConfig } from "@playwright/test";
import { chromiumLaunch } from "../browser/chromium.ts";
import type { VisitOptions } from "./storefrontTest.ts";
import { devices, nameOf, visits } from "./visits.ts";

export default defineConfig<VisitOptions>({
  testDir: ".",
  outputDir: "../../test-results/storefront",
  workers: 2,
  fullyParallel: true,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { ...(await chromiumLaunch()), trace: "off" },
  projects: visits.map((visited) => ({
    name: nameOf(visited),
    // The other themes have one place to buy.
    testIgnore: visited.theme === "sections" ? [] : ["otherForms.spec.ts"],
    use: {
      visited,
      locale: visited.locale,
      viewport: devices[visited.device],
      hasTouch: visited.device === "phone",
      isMobile: visited.device === "phone",
    },
  })),
});
