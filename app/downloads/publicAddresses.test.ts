import fc from "fast-check";
import { expect, it } from "vitest";
import { isPrivateLiteral, isPublicAddress } from "./publicAddresses.ts";

it.each([
  "127.0.0.1",
  "127.1.2.3",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:a00:1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "fc00::1",
  "fe80::1",
  "ff02::1",
  "not an address",
])("takes %s for no address of the internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each(["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])(
  "takes %s for one of the internet",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

it("sees a private address in whatever way a URL writes it", () => {
  const writings = [
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "127.0.0.1",
    "[::1]",
    "[::ffff:7f00:1]",
  ];
  for (const writing of writings) {
    const { hostname } = new URL(`https://${writing}/`);
    expect(isPrivateLiteral(hostname), writing).toBe(true);
  }
});

it("takes no name for an address", () => {
  fc.assert(
    fc.property(fc.domain(), (name) => {
      expect(isPrivateLiteral(name)).toBe(false);
    }),
  );
});
