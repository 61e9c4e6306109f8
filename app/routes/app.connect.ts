import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { connectStore, disconnectStore } from "../connection/connect.ts";
import { shopOf } from "../shops/shop.ts";
import { connectionProblemsInWords } from "../wording/connectionProblems.ts";
import { english } from "../wording/english.ts";

/** The connection to CustoMeow; its form stands on the settings page. */
export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  await services.shopify.authenticateAdmin(request);
  return redirect("/app/settings");
}

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const shop = await shopOf(services.database, await services.shopify.authenticateAdmin(request));
  if (request.method === "DELETE") {
    await disconnectStore(services, shop.id);
    return Response.json({ connected: false, toast: "Disconnected from CustoMeow" });
  }
  const form = await request.formData();
  const outcome = await connectStore(services, shop.id, {
    apiKey: form.get("apiKey"),
    storeId: form.get("storeId"),
  });
  if (outcome.outcome === "refused") {
    const problems = connectionProblemsInWords(outcome.problems, english);
    return Response.json({ problems }, { status: 422 });
  }
  return Response.json({ connected: true, toast: `Connected to ${outcome.storeName ?? "CustoMeow"}` });
}
