import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { createGroupCommit, type GroupCommitLimits } from "./groupCommit.ts";

const LIMITS: GroupCommitLimits = { commits: 1, itemsOfACommit: 3, waitingItems: 100, waitingBytes: 100 };

/** The first turn may be over before the next commit is due. */
async function turn(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** A store whose commits are under way until the test says that they are over. */
function slowStore(limits: Partial<GroupCommitLimits> = {}) {
  const underWay: { items: string[]; end: (error?: Error) => void }[] = [];
  const commit = (items: string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<string[]>();
    const results = items.map((item) => `committed ${item}`);
    const end = (error?: Error): void => {
      if (error) reject(error);
      else resolve(results);
    };
    underWay.push({ items, end });
    return promise;
  };
  const group = createGroupCommit({ ...LIMITS, ...limits }, commit, () => false);
  return { underWay, add: (item: string, bytes = 1) => group.add(item, bytes) };
}

it("commits at once what came alone, and together what came while a commit was under way", async () => {
  const { underWay, add } = slowStore();
  const first = add("1");
  await turn();
  expect(underWay.map(({ items }) => items)).toEqual([["1"]]);

  const others = [add("2"), add("3")];
  await turn();
  expect(underWay).toHaveLength(1);
  underWay[0]?.end();
  expect(await first).toBe("committed 1");
  await turn();
  expect(underWay.map(({ items }) => items)).toEqual([["1"], ["2", "3"]]);
  underWay[1]?.end();
  expect(await Promise.all(others)).toEqual(["committed 2", "committed 3"]);
});

it("commits no more at a time than allowed, and no more commits at a time", async () => {
  const { underWay, add } = slowStore({ commits: 2 });
  const all = Array.from("abcdefgh", (item) => add(item));
  await turn();
  expect(underWay.map(({ items }) => items.join(""))).toEqual(["abc", "def"]);
  underWay[0]?.end();
  await Promise.all(all.slice(0, 3));
  await turn();
  expect(underWay.map(({ items }) => items.join(""))).toEqual(["abc", "def", "gh"]);
});

it("takes nothing more when too many items or too many bytes wait, and again once they are committed", async () => {
  for (const [limits, bytes] of [
    [{ waitingItems: 2 }, 1],
    [{ waitingBytes: 80 }, 40],
  ] as const) {
    const { underWay, add } = slowStore(limits);
    const taken = [add("1", bytes), add("2", bytes)];
    expect(await add("3", bytes)).toBeNull();
    await turn();
    underWay[0]?.end();
    await Promise.all(taken);
    const again = add("3", bytes);
    await turn();
    underWay[1]?.end();
    expect(await again).toBe("committed 3");
  }
});

it("fails all items of a commit that failed for the store's sake, and goes on with the next", async () => {
  const { underWay, add } = slowStore();
  const [first, second] = [add("1"), add("2")];
  await turn();
  underWay[0]?.end(new Error("the store is gone"));
  await expect(first).rejects.toThrow("the store is gone");
  await expect(second).rejects.toThrow("the store is gone");
  const third = add("3");
  await turn();
  underWay[1]?.end();
  expect(await third).toBe("committed 3");
});

it("fails only the items that are at fault, and commits the others, each once", async () => {
  const committed: string[] = [];
  const commit = (items: string[]): Promise<string[]> => {
    if (items.some((item) => item.startsWith("bad"))) return Promise.reject(new Error("a bad item"));
    committed.push(...items);
    return Promise.resolve(items);
  };
  const group = createGroupCommit({ ...LIMITS, itemsOfACommit: 100 }, commit, () => true);
  const items = ["a", "bad 1", "b", "c", "d", "bad 2", "e"];
  const outcomes = await Promise.allSettled(items.map((item) => group.add(item, 1)));
  expect(outcomes.map(({ status }) => status)).toEqual(
    items.map((item) => (item.startsWith("bad") ? "rejected" : "fulfilled")),
  );
  expect(committed).toEqual(["a", "b", "c", "d", "e"]);
});
