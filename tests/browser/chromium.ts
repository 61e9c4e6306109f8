import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Chromium as a person has it: Shopify's library answers 410 to browsers that call themselves headless. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

interface ChromiumLaunch {
  userAgent: string;
  launchOptions: { executablePath?: string; args: string[]; channel?: string };
}

/**
 * The browser that the tests drive: the one CHROMIUM_PATH names, or Playwright's own where it is installed, or,
 * on Linux, the one that comes as an npm package, or else the machine's Chrome.
 */
export async function chromiumLaunch(): Promise<ChromiumLaunch> {
  const named = process.env["CHROMIUM_PATH"];
  const args = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  if (named) return { userAgent: USER_AGENT, launchOptions: { executablePath: named, args } };
  if (existsSync(chromium.executablePath())) return { userAgent: USER_AGENT, launchOptions: { args } };
  if (process.platform === "linux")
    return { userAgent: USER_AGENT, launchOptions: await packagedChromium(args) };
  return { userAgent: USER_AGENT, launchOptions: { channel: "chrome", args } };
}

async function packagedChromium(args: string[]): Promise<{ executablePath: string; args: string[] }> {
  // Without it the package leaves out the libraries (nss and friends) that a bare machine lacks.
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs24.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  // Not the package's own arguments: they put all sites into one process and switch the same-origin rule off.
  return { executablePath: await packaged.executablePath(), args };
}
