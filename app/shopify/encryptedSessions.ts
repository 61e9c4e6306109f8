import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";

/** Makes tokens unreadable for whoever reads the database. */
export interface TokenEncryption {
  encrypt(token: string, sessionId: string): string;
  decrypt(stored: string, sessionId: string): string;
}

/** Keeps sessions in `storage`, their access and refresh tokens encrypted. */
export function encryptedSessions(storage: SessionStorage, encryption: TokenEncryption): SessionStorage {
  const decrypted = (session: Session) =>
    withTokens(session, (token) => encryption.decrypt(token, session.id));
  return {
    storeSession: (session) =>
      storage.storeSession(withTokens(session, (token) => encryption.encrypt(token, session.id))),
    loadSession: async (id) => {
      const session = await storage.loadSession(id);
      return session && decrypted(session);
    },
    findSessionsByShop: async (shop) => (await storage.findSessionsByShop(shop)).map(decrypted),
    deleteSession: (id) => storage.deleteSession(id),
    deleteSessions: (ids) => storage.deleteSessions(ids),
  };
}

function withTokens(session: Session, change: (token: string) => string): Session {
  const { accessToken, refreshToken } = session;
  return new Session({
    ...session.toObject(),
    ...(accessToken && { accessToken: change(accessToken) }),
    ...(refreshToken && { refreshToken: change(refreshToken) }),
  });
}
