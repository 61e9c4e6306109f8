/** Where everything is, and the credentials that were made for this run. */
export interface Addresses {
  storefront: string;
  admin: string;
  app: string;
  customeow: string;
  credentials: {
    shop: string;
    shopifyApiKey: string;
    shopifyApiSecret: string;
    customeowApiKey: string;
    customeowStoreId: string;
  };
}

/** One line of JSON for programs, or a short table for a person. */
export function printReady(addresses: Addresses, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(addresses));
    return;
  }
  const { storefront, admin, customeow } = addresses;
  console.log(`
  CustoMeow for Shopify is ready.

    Storefront          ${storefront}
    Shopify admin       ${admin}
    The app in it       ${admin}/apps/customeow
    CustoMeow console   ${customeow}

  What to try first
    1. Open the storefront, choose the mug, personalise it and check out.
    2. Open the app in the admin, then Orders: the production file is made while you watch.
    3. See what both sides received: ${storefront}/sandbox and ${customeow}

  Ctrl-C stops everything.
`);
}
