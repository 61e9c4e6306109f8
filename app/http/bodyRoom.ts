/**
 * How much of the bodies of webhooks a process keeps while it does not know yet whom they are from. The beginning of
 * each always has room, which is all of a usual webhook: so large ones that never end keep no usual one out.
 */
export interface BodyRoom {
  /** The room for one body. */
  enter(): BodyPlace;
}

export interface BodyPlace {
  /** Whether there is room for so many bytes just now. */
  fits(bytes: number): boolean;
  /** @returns false where there is no room for so many more bytes */
  take(bytes: number): boolean;
  /** Gives back all that it took. */
  leave(): void;
}

/** As many orders as anybody buys at once have a body smaller than this. */
const ALWAYS_KEPT_BYTES = 16 * 1024;

/** For all that is larger. */
const SHARED_BYTES = 16 * 1024 * 1024;

export function createBodyRoom(sharedBytes = SHARED_BYTES): BodyRoom {
  let free = sharedBytes;
  return {
    enter() {
      let own = ALWAYS_KEPT_BYTES;
      let shared = 0;
      return {
        fits: (bytes) => bytes - own <= free,
        take(bytes) {
          const ofOwn = Math.min(own, bytes);
          const ofShared = bytes - ofOwn;
          if (ofShared > free) return false;
          own -= ofOwn;
          free -= ofShared;
          shared += ofShared;
          return true;
        },
        leave() {
          free += shared;
          shared = 0;
        },
      };
    },
  };
}
