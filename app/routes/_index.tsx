import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { PlainPage } from "../components/PlainPage.tsx";

export const meta: MetaFunction = () => [{ title: "CustoMeow for Shopify" }];

/** Shopify opens the app at its root, with the shop in the address. */
export function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  if (url.searchParams.has("shop")) return redirect(`/app${url.search}`);
  return null;
}

export default function Front() {
  return (
    <PlainPage title="CustoMeow for Shopify">
      Sell personalised products: your shoppers design them on the product page, and print-ready files come
      with the order. To open the app, go to <strong>Apps</strong> in your Shopify admin and choose{" "}
      <strong>CustoMeow</strong>.
    </PlainPage>
  );
}
