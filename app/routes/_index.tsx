import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";

export const meta: MetaFunction = () => [{ title: "CustoMeow for Shopify" }];

/** Shopify opens the app at its root, with the shop in the address. */
export function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  if (url.searchParams.has("shop")) throw redirect(`/app${url.search}`);
  return null;
}

export default function Front() {
  return (
    <main style={{ maxWidth: "36rem", margin: "4rem auto", padding: "0 1.5rem", fontFamily: "system-ui" }}>
      <h1 style={{ fontSize: "1.75rem", marginBottom: "1rem" }}>CustoMeow for Shopify</h1>
      <p style={{ lineHeight: 1.6 }}>
        Sell personalised products: your shoppers design them on the product page, and print-ready files come
        with the order. Open the app from <strong>Apps</strong> in your Shopify admin.
      </p>
    </main>
  );
}
