/**
 * Preloaded into the app (`node --import ./sandbox/route.ts server.ts`): requests to
 * `https://{shop}.myshopify.com` reach the stand-in at SANDBOX_SHOPIFY_ADDRESS instead of the internet.
 *
 * The app itself is untouched and unaware. Every other address is left as it is. The shop that was meant
 * travels in `X-Forwarded-Host`, so that one stand-in can serve several shops.
 */
import { Agent, setGlobalDispatcher, type Dispatcher } from "undici";

const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

const address = process.env.SANDBOX_SHOPIFY_ADDRESS;
if (!address)
  throw new Error(
    "sandbox/route.ts needs SANDBOX_SHOPIFY_ADDRESS: the address of the sandbox's Shopify admin.",
  );
const standIn = new URL(address).origin;

// Node's built-in fetch looks its dispatcher up through a symbol that the undici package shares.
setGlobalDispatcher(
  new Agent().compose((dispatch) => (options, handler) => dispatch(routed(options), handler)),
);

function routed(options: Dispatcher.DispatchOptions): Dispatcher.DispatchOptions {
  const host = new URL(String(options.origin)).host;
  if (!SHOP_HOST.test(host)) return options;
  return { ...options, origin: standIn, headers: withForwardedHost(options.headers, host) };
}

/** undici takes headers as a flat list of names and values, as a record, or as an iterable of pairs. */
function withForwardedHost(
  headers: Dispatcher.DispatchOptions["headers"],
  host: string,
): NonNullable<Dispatcher.DispatchOptions["headers"]> {
  if (!headers) return { "x-forwarded-host": host };
  if (Array.isArray(headers)) return [...headers, "x-forwarded-host", host];
  if (Symbol.iterator in headers) return [...headers, ["x-forwarded-host", host] as const].flat().map(String);
  return { ...headers, "x-forwarded-host": host };
}
