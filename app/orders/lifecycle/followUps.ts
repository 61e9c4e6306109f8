import type { NewJob } from "../../jobs/queue.ts";
import type { OrderChange } from "./orderChange.ts";
import { maySend } from "./sending.ts";
import { isSendable } from "./states.ts";

/**
 * The work that follows from a change. Invariant: whatever waits for the app has a job, because the job is stored with
 * the state that it follows from; nobody else hands in these jobs but who resumes what was stopped.
 */
export function followUps(change: OrderChange): NewJob[] {
  const { shopId, id: orderId } = change.order;
  const before = new Map(change.before.lines.map((line) => [line.id, line]));
  const jobs: NewJob[] = [];
  let hasNewToSend = change.isSentAgain;
  for (const line of change.lines) {
    const lineBefore = before.get(line.id);
    if (isSendable(line.state) && !(lineBefore && isSendable(lineBefore.state))) hasNewToSend = true;
    if (line.state === "sent" && lineBefore?.state !== "sent")
      jobs.push({ job: "list-templates", payload: { shopId, lineItemId: line.id } });
    const tasksBefore = new Set(lineBefore?.tasks.map(({ id }) => id));
    for (const { id: taskId } of line.tasks) {
      const afterSeconds = change.checks.get(taskId);
      if (!tasksBefore.has(taskId)) jobs.push({ job: "start-composite-task", payload: { shopId, taskId } });
      if (afterSeconds !== undefined)
        jobs.push({ job: "check-composite-task", payload: { shopId, taskId }, afterSeconds });
    }
  }
  if (hasNewToSend && maySend(change.order, change.lines))
    jobs.push({ job: "create-order", payload: { shopId, orderId } });
  return jobs;
}
