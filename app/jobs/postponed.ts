/** The job cannot go on now, which is nobody's failure. It is tried again after as long as was told. */
export class PostponedError extends Error {
  override readonly name: string = "PostponedError";
  readonly seconds: number;

  constructor(reason: string, seconds: number) {
    super(reason);
    this.seconds = seconds;
  }
}
