import { expect, it } from "vitest";
import { limitShops } from "./limitShops.ts";

it("lets no shop ask for more pages than people look at, and keeps none from another", async () => {
  const authenticate = limitShops((request) =>
    Promise.resolve({ shopDomain: new URL(request.url).hostname, scopes: null }),
  );
  const statusOf = (shop: string) =>
    authenticate(new Request(`https://${shop}/`)).then(
      () => 200,
      (thrown: unknown) => (thrown instanceof Response ? thrown.status : thrown),
    );
  const statuses: unknown[] = [];
  for (let times = 0; times < 700; times += 1) statuses.push(await statusOf("busy.myshopify.com"));
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  expect(statuses.indexOf(429)).toBeGreaterThan(300);
  expect(await statusOf("quiet.myshopify.com")).toBe(200);
});

it("counts for a shop only who proved to be of it", async () => {
  const authenticate = limitShops(() => Promise.reject(new Error("This is not signed.")));
  for (let times = 0; times < 700; times += 1)
    await expect(authenticate(new Request("https://any.myshopify.com/"))).rejects.toThrow("not signed");
});
