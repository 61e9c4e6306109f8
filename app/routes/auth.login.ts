import { redirect } from "@remix-run/node";

/**
 * Where Shopify's library sends whoever opens an embedded page outside the admin. There is no form to log in with:
 * the front page says where to open the app.
 */
export function loader() {
  return redirect("/");
}
