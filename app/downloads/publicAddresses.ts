import { lookup as lookUpName, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** The name of a server leads into a network that is not the internet's. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";

  constructor(hostname: string) {
    super(`${hostname} stands for an address that is not of the internet.`);
  }
}

/** Anything else is of this machine, of its network, or of no use: 127.0.0.1, 10.0.0.1, 169.254.169.254, ::1, … */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/** For a host that is given as an address, which is connected to without a look-up. `[::1]` as in a URL, too. */
export function isPrivateLiteral(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, "");
  return isIP(address) !== 0 && !isPublicAddress(address);
}

/**
 * Looks a name up for a connection, and refuses it where any of its addresses is not public. Asked for each connection,
 * so that a name that changes its addresses after it was checked gains nothing.
 */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookUpName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, "", 0);
      return;
    }
    const [first] = addresses;
    if (first === undefined) callback(notFound(hostname), "", 0);
    else if (!addresses.every(isPublic)) callback(new PrivateAddressError(hostname), "", 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

const isPublic = ({ address }: LookupAddress) => isPublicAddress(address);

const notFound = (hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${hostname} has no address.`), { code: "ENOTFOUND" });
