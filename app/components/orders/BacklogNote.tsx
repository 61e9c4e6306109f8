import { Link } from "@remix-run/react";
import { Banner } from "@shopify/polaris";
import type { Backlog } from "../../orders/pages/backlog.ts";
import { counted } from "../counted.ts";
import type { PauseReason } from "../../quota/demand.ts";
import { Moment } from "../Moment.tsx";
import { describeWait } from "./describeWait.ts";

/** As it comes over the wire. */
type ShownBacklog = Omit<Backlog, "pause"> & {
  pause: { reason: PauseReason; since: string | null; until: string } | null;
};

/** What is through sooner needs no words. */
const WORTH_TELLING_SECONDS = 30;

/** Says how much waits for CustoMeow, for how long, and why it waits where something is wrong. */
export function BacklogNote({ backlog }: { backlog: ShownBacklog }) {
  const { orders, items, seconds, pause } = backlog;
  const waiting = [orders > 0 && counted(orders, "order"), items > 0 && counted(items, "item")]
    .filter(Boolean)
    .join(" and ");
  if (pause?.reason === "unavailable")
    return (
      <Banner tone="warning" title="CustoMeow is not answering">
        <p>
          {pause.since !== null && (
            <>
              This has been so since <Moment at={pause.since} />.{" "}
            </>
          )}
          {waiting && `${waiting} wait. `}The app asks again at <Moment at={pause.until} />, and goes on by
          itself as soon as CustoMeow answers. Nothing is lost.
        </p>
      </Banner>
    );
  if (pause?.reason === "key_refused")
    return (
      <Banner tone="critical" title="CustoMeow does not accept the API key">
        <p>
          {pause.since !== null && (
            <>
              This has been so since <Moment at={pause.since} />.{" "}
            </>
          )}
          {waiting && `${waiting} wait. `}The app tries the key again at <Moment at={pause.until} />, and goes
          on by itself once it is accepted. If you have another key, <Link to="/app/settings">enter it</Link>.
          Nothing is lost.
        </p>
      </Banner>
    );
  if (waiting === "" || seconds < WORTH_TELLING_SECONDS) return null;
  return (
    <Banner tone="info" title={`${waiting} on the way to CustoMeow`}>
      <p>
        CustoMeow takes one request a second. Everything is through in about {describeWait(seconds)}; new
        orders go first.
      </p>
    </Banner>
  );
}
