import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** What each layer may not import, and why. Relative imports only ever climb out of a folder with "..". */
const framework = {
  group: ["@remix-run/*", "react", "react-dom", "@shopify/polaris*", "@shopify/app-bridge*"],
  message:
    "Domain folders know neither Remix nor React: keep the framework in app/routes and app/components.",
};
const pages = {
  group: ["**/routes/**", "**/components/**"],
  message: "Dependencies point from pages to the domain, never back.",
};
const sandbox = {
  group: ["**/sandbox/**"],
  message: "The app is the product: it never knows that the sandbox exists.",
};
const shopifyLibraries = {
  group: ["@shopify/shopify-app-remix*", "@shopify/shopify-api*"],
  message: "Only app/shopify talks to Shopify.",
};

const shopifyStandsAlone = "app/shopify stands alone: it is given what it needs.";

/** @param {string[]} files @param {{ group: string[]; message: string }[]} patterns */
const layer = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

export default tseslint.config(
  {
    ignores: [
      "build/",
      "node_modules/",
      ".cache/",
      ".data/",
      "test-results/",
      "playwright-report/",
      ".shopify/",
      "extensions/*/dist/",
      "extensions/*/generated/",
    ],
  },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { "react-hooks": reactHooks },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "lib", name: "Response" }] }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  layer(
    ["app/customeow/**"],
    [
      framework,
      sandbox,
      shopifyLibraries,
      { group: ["../*"], message: "app/customeow stands alone, so that it can be lifted out." },
    ],
  ),
  layer(["app/shopify/*"], [sandbox, pages, { group: ["../*"], message: shopifyStandsAlone }]),
  layer(["app/shopify/operations/*"], [sandbox, pages, { group: ["../../*"], message: shopifyStandsAlone }]),
  layer(
    [
      "app/{accounts,config,connection,database,inbox,jobs,log,orders,production,quota,reconciliation,secrets,shops,skus,text,timeline}/**",
    ],
    [framework, pages, sandbox, shopifyLibraries],
  ),
  layer(["app/{routes,components}/**"], [sandbox]),
  layer(
    ["sandbox/**"],
    [
      {
        group: ["**/app/**"],
        message: "The sandbox stands in for the world: it knows the product only over HTTP.",
      },
    ],
  ),
  {
    files: ["scripts/**", "sandbox/start.ts", "sandbox/launch/**", "bench/**"],
    rules: { "no-console": "off" },
  },
);
