/** The tables of the console, the newest rows on top. */
const TASK_STATUS = ["none", "in progress", "success", "failed"];
const SKU_STATUS = ["none", "not integrated", "integrating", "integrated", "removed"];
const time = (at) => (at ? new Date(at).toLocaleTimeString() : "");
const newestFirst = (rows) => [...rows].reverse();

function link(url, text) {
  return Object.assign(document.createElement("a"), { href: url, textContent: text, target: "_blank" });
}

function image(url) {
  return Object.assign(document.createElement("img"), { src: url, alt: "Preview", loading: "lazy" });
}

function files(urls) {
  const list = document.createElement("span");
  urls.forEach((url, index) => list.append(link(url, `file ${index + 1}`), " "));
  return list;
}

export function sections(state) {
  return [
    {
      title: "Quota",
      columns: ["key", "used now", "limit", "most in a window", "violations"],
      rows: Object.entries(state.quota).map(([key, quota]) =>
        [key, quota.used, `${quota.limit} in ${quota.windowSeconds} s`, quota.mostEver, quota.violations].map(
          String,
        ),
      ),
    },
    {
      title: "Requests",
      columns: ["time", "call", "HTTP", "code", "ms", "fault"],
      rows: newestFirst(state.requests).map(
        ({ at, method, path, status, code, durationMilliseconds, fault }) =>
          [time(at), `${method} ${path}`, status, code, durationMilliseconds, fault].map((cell) =>
            String(cell ?? ""),
          ),
      ),
    },
    {
      title: `Orders (${state.counts.orders})`,
      columns: ["time", "number", "platform id", "lines"],
      rows: newestFirst(state.orders).map(({ receivedAt, platformOrderNo, platformOrderId, lineItems }) => [
        time(receivedAt),
        platformOrderNo,
        platformOrderId,
        lineItems.map(({ sku, customInfoId }) => `${sku}: ${customInfoId}`).join(", "),
      ]),
    },
    {
      title: `Composite tasks (${state.counts.tasks})`,
      columns: ["started", "template", "status", "reason", "files"],
      rows: newestFirst(state.tasks).map(({ startedAt, title, status, failedReason, resources }) => [
        time(startedAt),
        title,
        TASK_STATUS[status] ?? String(status),
        failedReason,
        files(resources),
      ]),
    },
    {
      title: `Designs (${state.counts.designs})`,
      columns: ["time", "SKU", "texts", "preview"],
      rows: newestFirst(state.designs).map(({ createdAt, sku, texts, preview }) => [
        time(createdAt),
        sku,
        texts.join(" / "),
        image(Array.isArray(preview) ? preview[0] : preview),
      ]),
    },
    {
      title: "SKUs",
      columns: ["SKU", "status", "custom feature"],
      rows: state.skus.map(({ sku, integratedStatus, custom }) => [
        sku,
        SKU_STATUS[integratedStatus] ?? "",
        custom?.title ?? "",
      ]),
    },
    {
      title: "Faults",
      columns: ["fault", "where"],
      rows: state.faults.map(({ fault, endpoints }) => [fault, (endpoints ?? ["everywhere"]).join(", ")]),
    },
  ];
}
