/** The newest `capacity` entries, at constant cost an entry. */
export class Ring<Entry> {
  readonly #capacity: number;
  #entries: Entry[] = [];
  #next = 0;
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many were ever pushed, forgotten ones included. */
  get total(): number {
    return this.#total;
  }

  push(entry: Entry): void {
    this.#total += 1;
    this.#entries[this.#next] = entry;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  clear(): void {
    this.#entries = [];
    this.#next = 0;
    this.#total = 0;
  }

  /** The newest `count`, oldest of them first. */
  newest(count = this.#capacity): Entry[] {
    const inOrder = [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)];
    return count === 0 ? [] : inOrder.slice(-count);
  }
}
