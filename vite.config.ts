import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import { guardBrowserBundle } from "./scripts/vite/guardBrowserBundle.ts";
import { shareDomainModules } from "./scripts/vite/shareDomainModules.ts";

export default defineConfig({
  plugins: [
    guardBrowserBundle(),
    shareDomainModules(),
    remix({
      ignoredRouteFiles: ["**/*.test.*"],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_singleFetch: false,
        v3_throwAbortReason: true,
      },
    }),
  ],
  build: { assetsInlineLimit: 0 },
  // Polaris is CommonJS inside: bundling it spares the server a slow require of hundreds of files.
  optimizeDeps: { include: ["@shopify/app-bridge-react", "@shopify/polaris"] },
});
