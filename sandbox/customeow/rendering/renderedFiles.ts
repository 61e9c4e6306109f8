const KEPT_FILES = 24;

/**
 * Files are drawn when they are first asked for, one at a time, and few are kept: thousands of orders
 * cost no more memory than their designs do.
 */
export class RenderedFiles {
  readonly #kept = new Map<string, Buffer>();
  #last: Promise<unknown> = Promise.resolve();

  /** The file of that name, drawn now if it is not at hand. */
  async get(name: string, render: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.#kept.get(name);
    if (kept) return kept;
    const rendering = this.#last.then(async () => this.#kept.get(name) ?? this.#keep(name, await render()));
    this.#last = rendering.catch(() => undefined);
    return rendering;
  }

  #keep(name: string, file: Buffer): Buffer {
    this.#kept.set(name, file);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_FILES && oldest !== undefined) this.#kept.delete(oldest);
    return file;
  }
}
