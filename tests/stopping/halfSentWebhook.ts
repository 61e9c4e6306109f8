import { connect } from "node:net";
import { once } from "node:events";
import type { SignedBody } from "../webhooks/signedBodies.ts";

/** A webhook of which the server has read the head and half of the body. */
export interface HalfSentWebhook {
  /** Sends the other half. @returns all that the server then says until it closes the connection */
  finish(): Promise<string>;
}

/** Sends an `orders/create` as Shopify does, up to the middle of its body. */
export async function sendHalf(
  url: string,
  { body, signature }: SignedBody,
  shopDomain: string,
  webhookId: string,
): Promise<HalfSentWebhook> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  let answer = "";
  socket.on("data", (text) => (answer += String(text)));
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  await once(socket, "connect");
  socket.write(
    [
      "POST /webhooks/orders/create HTTP/1.1",
      `host: ${hostname}`,
      "content-type: application/json",
      `content-length: ${body.length}`,
      "x-shopify-topic: orders/create",
      `x-shopify-shop-domain: ${shopDomain}`,
      "x-shopify-api-version: 2026-10",
      `x-shopify-webhook-id: ${webhookId}`,
      `x-shopify-hmac-sha256: ${signature}`,
      "expect: 100-continue",
      "\r\n",
    ].join("\r\n"),
  );
  // The server has read the head once it says that it wants the body.
  while (!answer.includes("100 Continue")) await once(socket, "data");
  const half = body.length >> 1;
  socket.write(body.subarray(0, half));
  return {
    async finish() {
      socket.write(body.subarray(half));
      await closed;
      return answer;
    },
  };
}
