import type { Database } from "../database/database.ts";

/**
 * CustoMeow did not accept the saved key.
 * @param apiKeyFingerprint of the key that was refused: nothing is marked where the merchant has entered another since
 * @returns whether that is news
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
