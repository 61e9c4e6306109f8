import { defineConfig } from "vitest/config";

const integration = ["**/*.integration.test.ts"];
const contract = ["tests/contract/**/*.test.ts"];
const never = ["**/node_modules/**", "build/**", ".cache/**", "tests/browser/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // No verdict depends on how fast the machine is.
          testTimeout: 60_000,
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...never, ...integration, ...contract],
        },
      },
      {
        test: {
          name: "integration",
          include: integration,
          exclude: never,
          globalSetup: ["tests/postgres/globalSetup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Enough that Postgres prefers an index to reading a table from end to end, as it does with more.
          provide: { ordersOfALargeShop: 4_000 },
        },
      },
      {
        test: {
          name: "large",
          include: ["tests/pages/queryPlans.integration.test.ts"],
          globalSetup: ["tests/postgres/globalSetup.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          provide: { ordersOfALargeShop: 100_000 },
        },
      },
      {
        test: { name: "contract", include: contract, testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
});
