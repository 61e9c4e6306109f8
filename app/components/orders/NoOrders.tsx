import { NothingYet } from "../NothingYet.tsx";

/** Before the first order. */
export function NoOrders({ connected }: { connected: boolean }) {
  if (!connected)
    return (
      <NothingYet
        heading="Connect CustoMeow to receive personalised orders"
        action={{ content: "Connect CustoMeow", url: "/app/settings" }}
      >
        Orders with items that your shoppers designed are sent to your CustoMeow store then.
      </NothingYet>
    );
  return (
    <NothingYet heading="Orders with personalised items appear here">
      As soon as a shopper buys what they designed, the order is sent to CustoMeow and its production files
      are made.
    </NothingYet>
  );
}
