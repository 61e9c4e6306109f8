import type { ApiCall } from "../../admin-api/calls.ts";
import type { AdminSite } from "../adminSite.ts";
import { html, type Html } from "../html.ts";
import { heading } from "./layout.ts";

/** The control page: what the app asked of the Admin API. The same as JSON: `GET /sandbox/state`. */
export function sandboxPage({ api }: AdminSite): Html {
  const { calls, throttle, tokens, faults } = api;
  const { currentlyAvailable, maximumAvailable } = throttle.status();
  return html`
    ${heading("Sandbox", { aside: html`<a class="button" href="/sandbox/state">State as JSON</a>` })}
    <div class="tiles">
      ${figure("Admin API calls", calls.total)} ${figure("Throttled", calls.throttled)}
      ${figure("Points left", `${currentlyAvailable} of ${maximumAvailable}`)}
      ${figure("Access tokens issued", tokens.issued)} ${figure("Faults switched on", faults.list().length)}
    </div>
    <section class="card table-card">
      <h2>Latest calls</h2>
      ${calls.total === 0 ? html`<p class="subdued padded">The app has not called yet.</p>` : callTable(calls.list())}
    </section>
  `;
}

function callTable(calls: readonly ApiCall[]): Html {
  return html`<table class="stacked">
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Operation</th>
        <th scope="col">Status</th>
        <th scope="col" class="number">Cost</th>
        <th scope="col">Errors</th>
      </tr>
    </thead>
    <tbody>
      ${calls.slice(-100).toReversed().map(callRow)}
    </tbody>
  </table>`;
}

function callRow(call: ApiCall): Html {
  return html`<tr>
    <td data-label="Time">${call.at.slice(11, 19)}</td>
    <td><code>${call.operation || "unreadable"}</code></td>
    <td data-label="Status">${call.status}</td>
    <td data-label="Cost" class="number">${call.actualCost ?? "–"}</td>
    <td data-label="Errors">${call.errors.join("; ") || "none"}</td>
  </tr>`;
}

function figure(label: string, value: string | number): Html {
  return html`<div class="card tile"><span>${label}</span><strong>${value}</strong></div>`;
}
