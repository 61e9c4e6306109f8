import { seededRandom } from "../stores/random.ts";
import type { Snowflakes } from "../stores/snowflakes.ts";
import { placesOf, type Fault, type FaultRequest, type FaultyPlace } from "./fault.ts";

interface Armed {
  fault: Fault;
  random: () => number;
}

/** The faults that are switched on. At most one strikes a request: the oldest that fits it. */
export class Faults {
  #armed: Armed[] = [];
  readonly #snowflakes: Snowflakes;

  constructor(snowflakes: Snowflakes) {
    this.#snowflakes = snowflakes;
  }

  arm(request: FaultRequest): Fault {
    const fault: Fault = { ...request, id: this.#snowflakes.next(), struck: 0 };
    this.#armed.push({ fault, random: seededRandom(request.seed) });
    return fault;
  }

  list(): Fault[] {
    return this.#armed.map(({ fault }) => fault);
  }

  clear(): void {
    this.#armed = [];
  }

  /** @returns whether there was such a fault */
  remove(id: string): boolean {
    const before = this.#armed.length;
    this.#armed = this.#armed.filter(({ fault }) => fault.id !== id);
    return this.#armed.length < before;
  }

  /** The fault that strikes this request, if one does; its count goes down. */
  take(place: FaultyPlace, key: string | null): Fault | null {
    const struck = this.#armed.find(
      ({ fault, random }) => fits(fault, place, key) && random() < fault.probability,
    );
    if (!struck) return null;
    struck.fault.struck += 1;
    if (struck.fault.struck === struck.fault.count) this.#armed = this.#armed.filter((one) => one !== struck);
    return struck.fault;
  }
}

function fits(fault: Fault, place: FaultyPlace, key: string | null): boolean {
  return placesOf(fault).includes(place) && (fault.key === undefined || fault.key === key);
}
