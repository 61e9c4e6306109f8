import { z } from "zod";
import type { GraphqlRequest, Operation } from "../graphqlRequest.ts";

const answer = z.object({ currentAppInstallation: z.object({ id: z.string() }) });

export const appInstallationOperation: Operation<z.output<typeof answer>, Record<string, never>> = {
  name: "AppInstallation",
  document: `#graphql
    query AppInstallation {
      currentAppInstallation { id }
    }`,
  data: answer,
};

/** The global id that owns the app's own metafields in this shop. */
export async function appInstallationId(request: GraphqlRequest): Promise<string> {
  const { currentAppInstallation } = await request(appInstallationOperation, {});
  return currentAppInstallation.id;
}
