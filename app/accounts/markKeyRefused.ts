import type { Database } from "../database/database.ts";

/**
 * Notes that CustoMeow did not accept the saved key.
 * @param apiKeyFingerprint names the key: nothing is noted if the merchant has entered another one since
 * @returns whether it was not noted before
 */
export async function markKeyRefused(
  database: Database,
  shopId: string,
  apiKeyFingerprint: string,
): Promise<boolean> {
  const { count } = await database.customeowConnection.updateMany({
    where: {
      shopId,
      keyRefusedAt: null,
      apiKeyFingerprint,
    },
    data: { keyRefusedAt: new Date() },
  });
  return count > 0;
}
