import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutSecrets } from "./mask.ts";

/** Every other letter in another case, by the bits of `seed`. */
const inCase = (name: string, seed: number) =>
  Array.from(name, (letter, at) =>
    (seed >> (at % 30)) & 1 ? letter.toUpperCase() : letter.toLowerCase(),
  ).join("");

const secretName = fc
  .tuple(
    fc.constantFrom(
      ...["apiKey", "api_key", "accessToken", "access_token", "refreshToken", "apiSecret", "api_secret_key"],
      ...["authorization", "id_token", "password", "x-api-key", "x-shopify-access-token", "session_token"],
      ...["webhookToken", "encryptionKey", "client_secret", "set-cookie", "subject_token"],
    ),
    fc.nat(),
  )
  .map(([name, seed]) => inCase(name, seed));

const MARK = "s3cr3t-mark";
const secret = fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}${MARK}${after}`);
const nested = (value: unknown, depth: number): unknown =>
  depth === 0 ? value : { [`level${depth}`]: nested(value, depth - 1) };

it("hides a secret by its name, whatever its case, at any depth, with whatever is in it", () => {
  fc.assert(
    fc.property(secretName, secret, fc.nat({ max: 6 }), (name, value, depth) => {
      const line = JSON.stringify({ before: 1, data: nested({ [name]: value }, depth), after: "kept" });
      const masked = withoutSecrets(line);
      expect(masked).not.toContain(MARK);
      expect(JSON.parse(masked)).toMatchObject({ before: 1, after: "kept" });
    }),
  );
});

it("hides a secret in JSON that is itself a text", () => {
  fc.assert(
    fc.property(secretName, fc.stringMatching(/^[\w ,:.{}-]*$/), (name, value) => {
      const line = JSON.stringify({ body: JSON.stringify({ [name]: `${value}${MARK}` }) });
      const masked = withoutSecrets(line);
      expect(masked).not.toContain(MARK);
      JSON.parse(masked);
    }),
  );
});

it.each([
  "GET /app?id_token=s3cr3t-mark&shop=a.myshopify.com",
  "GET /app?shop=a&HMAC=s3cr3t-mark",
  "authorization: Bearer s3cr3t-mark",
  "AUTHORIZATION: BEARER s3cr3t-mark",
  "X-Api-Key: s3cr3t-mark",
  "the token shpat_s3cr3tmark was refused",
  "the token SHPUA_s3cr3tmark was refused",
  "session eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwcyJ9.s3cr3t-mark has ended",
  "POST /webhooks/customeow/s3cr3t-mark",
  "connect postgresql://me:s3cr3t-mark@db.example.com/shop failed",
])("hides what has the form of a secret: %s", (text) => {
  expect(withoutSecrets(text)).not.toMatch(/s3cr3t-?mark/);
});

it("leaves everything else as it is", () => {
  for (const text of [
    '{"shop":"a.myshopify.com","orderId":"1","milliseconds":3}',
    "https://files.example.com/a.png?w=10",
    '{"keyId":"abc","tokens":3}',
    "10:20:30",
  ])
    expect(withoutSecrets(text)).toBe(text);
});

it("takes a time that grows with the length of the text, and no more, whatever stands in it", () => {
  for (const part of ['"apiKey":"', '\\"apiKey\\":\\"', "a://", "Bearer ", "eyJ", "shpat_", "password="]) {
    const text = part.repeat(20_000);
    expect(withoutSecrets(text).length).toBeGreaterThan(0);
  }
});
