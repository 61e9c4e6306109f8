import { describe, expect, it } from "vitest";
import { readSettings, SettingsError } from "./settings.ts";

const enough = {
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "secret",
  SHOPIFY_APP_URL: "https://app.example.com/",
};

function problemsOf(variables: Record<string, string | undefined>): string {
  try {
    readSettings(variables);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error("the settings were accepted");
}

describe("readSettings", () => {
  it("needs only what Shopify gives, and starts a Postgres of its own", () => {
    const settings = readSettings(enough);
    expect(settings.database).toEqual({ kind: "embedded", directory: ".data" });
    expect(settings.customeow.apiUrl).toBe("https://openapi.customeow.io/v1");
    expect(settings.customeow.quota).toEqual({ requests: 60, windowMilliseconds: 60_000 });
    expect(settings.shopify.appUrl).toBe("https://app.example.com");
  });

  it("lists everything that is missing or wrong at once", () => {
    const problems = problemsOf({ SHOPIFY_API_SECRET: "secret", SHOPIFY_APP_URL: "nonsense", PORT: "99999" });
    expect(problems).toContain("SHOPIFY_API_KEY is missing");
    expect(problems).toContain("SHOPIFY_APP_URL: must be an http(s) address");
    expect(problems).toContain("PORT");
  });

  it("wants Postgres over a network protected, or the operator's word that it need not be", () => {
    const accepts = (url: string) =>
      readSettings({ ...enough, ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"), DATABASE_URL: url });
    const far = "postgresql://me:secret@db.example.com/shop";
    for (const url of [far, `${far}?sslmode=prefer`, `${far}?sslmode=allow`]) {
      const problems = problemsOf({ ...enough, DATABASE_URL: url });
      expect(problems).toContain("DATABASE_URL: leads over a network");
      expect(problems).not.toContain("secret");
    }
    for (const mode of ["verify-full", "verify-ca", "require", "disable"])
      expect(accepts(`${far}?sslmode=${mode}`).database.kind).toBe("external");
    for (const near of ["localhost", "127.0.0.1:5433", "[::1]"])
      expect(accepts(`postgresql://me@${near}/shop`).database.kind).toBe("external");
    expect(accepts("postgresql://me@localhost/shop?host=/run/postgresql").database.kind).toBe("external");
  });

  it("takes files from any host of the internet, or from where the operator says", () => {
    expect(readSettings(enough).fileOrigins).toEqual([{ protocol: "https:", hostname: "*", port: "" }]);
    const named = "https://*.example.com, http://10.0.0.7:9000,https://files.example.com:443";
    expect(readSettings({ ...enough, FILE_ORIGINS: named }).fileOrigins).toEqual([
      { protocol: "https:", hostname: "*.example.com", port: "" },
      { protocol: "http:", hostname: "10.0.0.7", port: "9000" },
      { protocol: "https:", hostname: "files.example.com", port: "" },
    ]);
    for (const wrong of ["http://*", "ftp://example.com", "example.com", "https://*com", "https://a.com/x"])
      expect(problemsOf({ ...enough, FILE_ORIGINS: wrong })).toContain("FILE_ORIGINS");
  });

  it("asks for an encryption key where the database is not its own", () => {
    const problems = problemsOf({ ...enough, DATABASE_URL: "postgresql://localhost/customeow" });
    expect(problems).toContain("ENCRYPTION_KEY is missing");
  });

  it("refuses an encryption key of the wrong length", () => {
    expect(problemsOf({ ...enough, ENCRYPTION_KEY: "c2hvcnQ=" })).toContain(
      "ENCRYPTION_KEY: must be 32 bytes",
    );
  });

  it("trusts proxies at private addresses, or whom it is told to trust", () => {
    const trustedWith = (TRUSTED_PROXIES?: string) =>
      readSettings({ ...enough, TRUSTED_PROXIES }).trustedProxies;
    expect(trustedWith()).toEqual({ trustsPrivate: true, ranges: [] });
    expect(trustedWith("private, 203.0.113.0/24")).toEqual({
      trustsPrivate: true,
      ranges: ["203.0.113.0/24"],
    });
    expect(trustedWith("2001:db8::/32")).toEqual({ trustsPrivate: false, ranges: ["2001:db8::/32"] });
    expect(problemsOf({ ...enough, TRUSTED_PROXIES: "my-proxy" })).toContain(
      "TRUSTED_PROXIES: my-proxy is no range of addresses",
    );
  });

  it("takes an empty variable as one that is not set", () => {
    expect(readSettings({ ...enough, DATABASE_URL: "", PORT: "" }).port).toBe(3000);
    expect(problemsOf({ ...enough, SHOPIFY_API_KEY: "" })).toContain("SHOPIFY_API_KEY is missing");
  });

  it("never repeats a secret in its error", () => {
    const problems = problemsOf({
      SHOPIFY_API_SECRET: "do-not-print",
      ENCRYPTION_KEY: "do-not-print-either",
    });
    expect(problems).not.toContain("do-not-print");
  });
});
