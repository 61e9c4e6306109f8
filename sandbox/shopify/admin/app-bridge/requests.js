// Session tokens: asked of the admin, put on requests to the app, and renewed when the app asks for it.
const idToken = () => ask("idToken");

const plainFetch = window.fetch.bind(window);

function belongsToApp(url) {
  return url.origin === location.origin;
}

async function authenticatedFetch(input, options) {
  if (String(input?.url ?? input).startsWith("shopify:")) {
    throw new Error(
      "The sandbox's App Bridge does not model Direct API access (fetch of shopify: addresses).",
    );
  }
  const request = new Request(input, options);
  if (!isEmbedded || !belongsToApp(new URL(request.url)) || request.headers.has("authorization")) {
    return plainFetch(request);
  }
  const again = request.clone();
  const response = await plainFetch(await withToken(request));
  if (response.status === 401 && response.headers.has("x-shopify-retry-invalid-session-request")) {
    return plainFetch(await withToken(again));
  }
  const elsewhere = response.headers.get("x-shopify-api-request-failure-reauthorize-url");
  if (elsewhere) window.open(new URL(elsewhere, location.href).href, "_top");
  return response;
}

async function withToken(request) {
  const headers = new Headers(request.headers);
  headers.set("authorization", `Bearer ${await idToken()}`);
  headers.set("x-requested-with", "XMLHttpRequest");
  return new Request(request, { headers });
}

window.fetch = authenticatedFetch;

/** The bounce page: a document request came without a valid token, so it is repeated with a fresh one. */
async function reloadWithToken(target) {
  const address = new URL(target, location.href);
  if (!belongsToApp(address)) throw new Error("App Bridge: shopify-reload must be an address of the app.");
  address.searchParams.set("id_token", await idToken());
  location.replace(address);
}

const isBouncePage = parameters.has("shopify-reload");
if (isBouncePage && isEmbedded) void reloadWithToken(parameters.get("shopify-reload"));
