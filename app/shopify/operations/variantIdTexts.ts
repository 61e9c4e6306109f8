/** A function is given no metafield of more bytes: https://shopify.dev/docs/api/functions/latest#input-query-limits */
export const LARGEST_METAFIELD_OF_A_FUNCTION = 10_000;

/** As many texts as hold the 2,048 variants that a product can have, were each id of 20 digits. */
export const MOST_VARIANT_ID_TEXTS = 5;

/**
 * The ids of a product's variants for the checkout's validation function, in texts of at most 10,000 bytes: ids, and
 * runs `first-last/step`, with spaces between. Shopify counts the ids of variants that are made together up in even
 * steps, so that most products need a few runs only; that matters because the function is given the texts with every
 * line of the cart, and 128 kB are the most that it is given in all.
 *
 * What is more than MOST_VARIANT_ID_TEXTS hold, of which no product is known, is left out.
 */
export function variantIdTexts(variantIds: string[]): string[] {
  const { runs, single } = inRuns(variantIds);
  const texts: string[] = [];
  for (const word of [...runs, ...single]) {
    const text = texts.at(-1);
    // All words are ASCII: a character is a byte.
    if (text !== undefined && text.length + 1 + word.length <= LARGEST_METAFIELD_OF_A_FUNCTION)
      texts[texts.length - 1] = `${text} ${word}`;
    else texts.push(word);
  }
  return texts.slice(0, MOST_VARIANT_ID_TEXTS);
}

/** A run of fewer would be no shorter than the ids themselves. */
const FEWEST_IN_A_RUN = 3;

function inRuns(variantIds: string[]): { runs: string[]; single: string[] } {
  const numbers = variantIds.filter(isExactNumber).map(Number);
  numbers.sort((one, other) => one - other);
  const runs: string[] = [];
  const single = variantIds.filter((id) => !isExactNumber(id));
  for (let start = 0; start < numbers.length;) {
    const run = numbers.slice(start, endOfRun(numbers, start));
    const [first = 0, second = 0] = run;
    if (run.length >= FEWEST_IN_A_RUN) {
      runs.push(`${first}-${run.at(-1)}/${second - first}`);
      start += run.length;
    } else {
      single.push(String(first));
      start += 1;
    }
  }
  return { runs, single };
}

/** Where the even steps that begin at `start` end: the index behind the last of them. */
function endOfRun(numbers: number[], start: number): number {
  const stepTo = (index: number) => (numbers[index] ?? NaN) - (numbers[index - 1] ?? NaN);
  let end = start + 2;
  while (end < numbers.length && stepTo(end) === stepTo(start + 1)) end += 1;
  return Math.min(end, numbers.length);
}

/** Whether a number in JavaScript is the id itself: one of 17 digits would be rounded. */
function isExactNumber(id: string): boolean {
  return Number.isSafeInteger(Number(id)) && String(Number(id)) === id;
}
