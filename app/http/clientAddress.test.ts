import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { createClientAddresses } from "./clientAddress.ts";

const behindPrivateProxies = createClientAddresses({ trustsPrivate: true, ranges: ["203.0.113.0/24"] });

/** What of a request tells where it comes from. */
function requestOf(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe("the address of a client", () => {
  it.each([
    ["198.51.100.7", undefined, "198.51.100.7"],
    ["::ffff:198.51.100.7", undefined, "198.51.100.7"],
    // Whom nobody trusts may say what it likes.
    ["198.51.100.7", "192.0.2.1", "198.51.100.7"],
    ["10.0.0.1", "198.51.100.7", "198.51.100.7"],
    // What the client itself said stands before what the proxies add.
    ["127.0.0.1", "192.0.2.1, 198.51.100.7, 203.0.113.9, 10.1.2.3", "198.51.100.7"],
    ["fd00::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
    ["10.0.0.1", "198.51.100.7:4711", "198.51.100.7:4711"],
  ])("of a request from %s that was forwarded for %s is %s", (remote, forwarded, expected) => {
    expect(behindPrivateProxies.of(requestOf(remote, forwarded))).toBe(expected);
  });

  it.each([
    ["127.0.0.1", undefined],
    ["10.0.0.1", "192.168.1.1"],
    ["203.0.113.9", ""],
  ])("is not known of a request from %s that was forwarded for %s", (remote, forwarded) => {
    expect(behindPrivateProxies.of(requestOf(remote, forwarded))).toBeNull();
  });

  it("is the nearest one where no proxy is trusted", () => {
    const addresses = createClientAddresses({ trustsPrivate: false, ranges: [] });
    expect(addresses.of(requestOf("127.0.0.1", "198.51.100.7"))).toBe("127.0.0.1");
    expect(addresses.isTrusted("127.0.0.1")).toBe(false);
  });
});
