import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import type { TrustedProxies } from "../config/settings.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Ranges that no client of the internet comes from. */
const PRIVATE: readonly string[] = ["loopback", "private", "linkLocal", "uniqueLocal", "carrierGradeNat"];

/** Whoever has one IPv6 address has as many as these bits leave. */
const NETWORK_OF_ONE_CLIENT_BYTES = 8;

const LONGEST_NAME = 64;

/** Tells from where a request comes, past the proxies in front of the app. */
export interface ClientAddresses {
  /**
   * What to count a client's requests by: its IPv4 address, or the network of its IPv6 address. Null where nothing but
   * trusted proxies is known, which are never to be refused.
   */
  of(request: IncomingMessage): string | null;
  isTrusted(address: string | undefined): boolean;
}

export function createClientAddresses({ trustsPrivate, ranges }: TrustedProxies): ClientAddresses {
  const cidrs = ranges.map((range) => ipaddr.parseCIDR(range));

  function isProxy(address: Address): boolean {
    if (trustsPrivate && PRIVATE.includes(address.range())) return true;
    return cidrs.some(
      ([network, bits]) => network.kind() === address.kind() && address.match([network, bits]),
    );
  }

  return {
    of(request) {
      for (const hop of hopsTo(request)) {
        if (!ipaddr.isValid(hop)) return hop.slice(0, LONGEST_NAME);
        const address = ipaddr.process(hop);
        if (!isProxy(address)) return nameOf(address);
      }
      return null;
    },
    isTrusted: (address) =>
      address !== undefined && ipaddr.isValid(address) && isProxy(ipaddr.process(address)),
  };
}

/** From the nearest on: each proxy adds the one it was called by at the end. */
function hopsTo({ socket, headers }: IncomingMessage): string[] {
  const forwarded = [headers["x-forwarded-for"] ?? []].flat().join(",");
  const told = forwarded
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return [...(socket.remoteAddress === undefined ? [] : [socket.remoteAddress]), ...told.toReversed()];
}

function nameOf(address: Address): string {
  if (address.kind() === "ipv4") return address.toString();
  return ipaddr
    .fromByteArray([...address.toByteArray().slice(0, NETWORK_OF_ONE_CLIENT_BYTES), ...NO_HOST])
    .toString();
}

const NO_HOST = new Array<number>(16 - NETWORK_OF_ONE_CLIENT_BYTES).fill(0);
