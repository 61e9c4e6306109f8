/** The largest page is not documented; a server that gives fewer rows than asked for is followed all the same. */
export const PAGE_SIZE = 100;

/** Far above any real list; keeps a server that always has something new from being asked for ever. */
const MOST_ANSWERS = 10_000;

/** How many pages of a list that keeps shrinking are asked for again. */
const MOST_LOOKS_BACK = 20;

/**
 * How far a list was read, a page at a time. It is plain data, so that a reading can be kept and gone on with.
 *
 * A list changes while it is read. Rows that come twice, because it grew, do no harm. When it shrinks, the rows behind
 * move forward, and some may slip from the page that is read next into one that was read before: so the pages before
 * are looked at again, one by one, until one begins with a row that came before the list shrank, which shows that
 * nothing is missing between them. This takes the rows to keep their order.
 */
export interface ListReading {
  /** To be asked for next, counted from 1. */
  page: number;
  pageSize: number;
  /** How many rows the list has, as it was last told; null before the first answer. */
  count: number | null;
  /** How many different rows came. */
  known: number;
  /** In a row, up to now, of a list that stayed as it was. */
  pagesWithoutNews: number;
  /** Since the list shrank; null while it is read on. */
  lookingBack: {
    /** The page to read on with then. */
    goOnWith: number;
    /** How many answers had come before it shrank. Nothing is missing between their rows. */
    joinedAnswers: number;
  } | null;
  looksBack: number;
  answers: number;
  /** Whether the list changed while it was read. */
  moved: boolean;
  /** Whether the list changed in a way that may have hidden rows. */
  mayMiss: boolean;
  isDone: boolean;
}

/** What an answer tells. */
export interface PageAnswer {
  /** How many rows the list has. */
  count: number;
  /** How many rows came. */
  given: number;
  /** How many of them had not come before. */
  fresh: number;
  /** While it is looked back: whether the first row came with one of the first `joinedAnswers`. */
  isJoined: boolean;
}

export function startReading(pageSize = PAGE_SIZE): ListReading {
  return {
    page: 1,
    pageSize,
    count: null,
    known: 0,
    pagesWithoutNews: 0,
    lookingBack: null,
    looksBack: 0,
    answers: 0,
    moved: false,
    mayMiss: false,
    isDone: false,
  };
}

/** The reading after the page that it asked for was answered. */
export function afterAnswer(before: ListReading, answer: PageAnswer): ListReading {
  const grown = before.count === null ? 0 : answer.count - before.count;
  const reading: ListReading = {
    ...before,
    pageSize: before.count === null ? sizeOfFirst(before, answer) : before.pageSize,
    count: answer.count,
    known: before.known + answer.fresh,
    answers: before.answers + 1,
    moved: before.moved || grown !== 0,
  };
  return before.lookingBack === null
    ? afterReadingOn(reading, before, answer, grown)
    : afterLookingBack(reading, before.lookingBack, answer, grown);
}

/**
 * Whether a row that did not come is no longer in the list. Where the list kept changing, another reading has to tell.
 */
export function isCertain({ moved, mayMiss, known, count, answers }: ListReading): boolean {
  const isComplete = known >= (count ?? 0);
  return !mayMiss && answers < MOST_ANSWERS && (isComplete || !moved);
}

/** A server that gives less than asked for may still count its pages by what was asked: ask for what it gives. */
function sizeOfFirst({ pageSize }: ListReading, { given, count }: PageAnswer): number {
  return given > 0 && given < count ? Math.min(pageSize, given) : pageSize;
}

function afterReadingOn(
  reading: ListReading,
  before: ListReading,
  { fresh, given }: PageAnswer,
  grown: number,
): ListReading {
  const pagesWithoutNews = fresh === 0 && grown === 0 ? before.pagesWithoutNews + 1 : 0;
  const counted = { ...reading, pagesWithoutNews };
  if (grown < 0)
    return lookBack(counted, before.page - 1, {
      goOnWith: before.page + 1,
      joinedAnswers: before.answers,
    });
  return given === 0 ? { ...counted, isDone: true } : readOn(counted, before.page + 1);
}

function afterLookingBack(
  reading: ListReading,
  lookingBack: NonNullable<ListReading["lookingBack"]>,
  { isJoined }: PageAnswer,
  grown: number,
): ListReading {
  // It shrank again: the pages that were looked at since may miss rows by now.
  if (grown < 0) return lookBack(reading, lookingBack.goOnWith - 1, lookingBack);
  // What came in front may have moved rows behind this page, past the eyes of who reads backwards.
  const seen = { ...reading, mayMiss: reading.mayMiss || grown > 0 };
  return isJoined ? readOn(seen, lookingBack.goOnWith) : lookBack(seen, reading.page - 1, lookingBack);
}

function lookBack(
  reading: ListReading,
  page: number,
  lookingBack: NonNullable<ListReading["lookingBack"]>,
): ListReading {
  if (page < 1) return readOn(reading, lookingBack.goOnWith);
  if (reading.looksBack >= MOST_LOOKS_BACK)
    return readOn({ ...reading, mayMiss: true }, lookingBack.goOnWith);
  return { ...reading, looksBack: reading.looksBack + 1, page, lookingBack };
}

/** Until as many different rows are known as the list has, or two pages in a row bring nothing new. */
function readOn(reading: ListReading, page: number): ListReading {
  const { pageSize, known, pagesWithoutNews, answers } = reading;
  const count = reading.count ?? 0;
  const isRead = (page - 1) * pageSize >= count && known >= count;
  const isDone = isRead || pagesWithoutNews === 2 || answers >= MOST_ANSWERS;
  return { ...reading, page, lookingBack: null, isDone };
}
