/** So chosen that the reference's example ids belong to the example dates beside them, and ids have 18 digits until 2031. */
const EPOCH = Date.parse("2023-07-04T00:00:00Z");
const SEQUENCE_BITS = 22n;
const SEQUENCES = 1 << 22;

/** Makes ids as CustoMeow does: 18 digits, growing with time, larger than 2^53, and so always strings. */
export class Snowflakes {
  #milliseconds = 0;
  #sequence = 0;

  next(): string {
    const now = Math.max(Date.now() - EPOCH, this.#milliseconds);
    this.#sequence = now === this.#milliseconds ? this.#sequence + 1 : 1;
    this.#milliseconds = this.#sequence < SEQUENCES ? now : now + 1;
    return String((BigInt(this.#milliseconds) << SEQUENCE_BITS) + BigInt(this.#sequence % SEQUENCES));
  }
}
