import type { Design } from "../designs/designs.ts";
import type { Settings } from "../settings.ts";
import { within } from "../stores/random.ts";
import type { Snowflakes } from "../stores/snowflakes.ts";
import type { Template } from "../stores/stores.ts";

/** A text with this word makes the first task of a design and template fail. */
export const FAILING_WORD = "FAIL";

export const taskStatus = { inProgress: 1, success: 2, failed: 3 } as const;

export interface Task {
  id: string;
  design: Design;
  template: Template;
  startedAt: number;
  finishesAt: number;
  fails: boolean;
}

/** Composite tasks. Nothing runs while they "work": the result is known at the start and told when its time has come. */
export class Tasks {
  readonly #byId = new Map<string, Task>();
  readonly #started = new Map<string, Task[]>();
  readonly #snowflakes: Snowflakes;
  readonly #settings: Settings;
  readonly #random: () => number;

  constructor(snowflakes: Snowflakes, settings: Settings, random: () => number) {
    this.#snowflakes = snowflakes;
    this.#settings = settings;
    this.#random = random;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(taskId: string): Task | undefined {
    return this.#byId.get(taskId);
  }

  all(): Task[] {
    return [...this.#byId.values()];
  }

  /** Not idempotent: each call starts a task of its own. */
  start(design: Design, template: Template): Task {
    const key = `${design.id}/${template.compositeId}`;
    const before = this.#started.get(key) ?? [];
    const now = Date.now();
    const task: Task = {
      id: this.#snowflakes.next(),
      design,
      template,
      startedAt: now,
      finishesAt: now + within(this.#settings.taskSeconds, this.#random) * 1000,
      fails: before.length === 0 && design.texts.some((text) => text.includes(FAILING_WORD)),
    };
    this.#byId.set(task.id, task);
    this.#started.set(key, [...before, task]);
    return task;
  }

  /** Designs and templates for which more than one task was started. */
  startedAgain(): { customInfoId: string; compositeId: string; taskIds: string[] }[] {
    return [...this.#started.values()]
      .filter((tasks) => tasks.length > 1)
      .map((tasks) => ({
        customInfoId: tasks[0]?.design.id ?? "",
        compositeId: tasks[0]?.template.compositeId ?? "",
        taskIds: tasks.map((task) => task.id),
      }));
  }

  clear(): void {
    this.#byId.clear();
    this.#started.clear();
  }
}

/** As `GET /composite/task/{id}` tells it (reference, Query task result). */
export function taskResult(task: Task, url: string) {
  const status = statusOf(task);
  return {
    id: task.id,
    customInfoId: task.design.id,
    compositeId: task.template.compositeId,
    status,
    failedReason:
      status === taskStatus.failed
        ? `The text contains "${FAILING_WORD}", which cannot be composed this time.`
        : "",
    resources: status === taskStatus.success ? resourceUrls(task, url) : [],
  };
}

export function statusOf(task: Task): 1 | 2 | 3 {
  if (Date.now() < task.finishesAt) return taskStatus.inProgress;
  return task.fails ? taskStatus.failed : taskStatus.success;
}

function resourceUrls(task: Task, url: string): string[] {
  const print = `${url}/resources/${task.id}-print.png`;
  return task.template.kind === "print" ? [print] : [print, `${url}/resources/${task.id}-mask.png`];
}
