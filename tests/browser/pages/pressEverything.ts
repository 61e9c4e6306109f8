import type { Frame, Locator } from "@playwright/test";

const PRESSABLE = [
  "button",
  "[role=tab]",
  "summary",
  "label:has(input[type=radio])",
  "label:has(input[type=checkbox])",
].join();

/** Beyond, pressing one thing makes ever more. */
const MOST_PRESSES = 100;

/**
 * Presses whatever can be pressed on a page and in the dialogs that open by it, and types into its search. Links are
 * left alone: where they lead is walked elsewhere.
 * @param settle awaited after each press
 * @returns the names of what was pressed, as a person reads them
 */
export async function pressEverything(frame: Frame, settle: () => Promise<void>): Promise<string[]> {
  const pressed = new Set<string>();
  let opener = "";
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    // Not by the dialog's own box: on a phone it is empty, and what is in it lies over the page.
    const dialog = frame.getByRole("dialog").filter({ has: frame.locator("button:visible") });
    const inDialog = (await dialog.count()) > 0;
    const called = (name: string) => (inDialog ? `${opener} › ${name}` : name);
    const left = (await pressables(inDialog ? dialog.last() : frame.locator("body"))).filter(
      ({ name }) => !pressed.has(called(name)),
    );
    const [next] = left;
    if (next !== undefined) {
      await next.place.click({ timeout: 5_000 });
      pressed.add(called(next.name));
      if (!inDialog) opener = next.name;
      // A button that closes its dialog hides the others of it: the dialog is opened once more.
      else if (left.length > 1) pressed.delete(opener);
    } else if (inDialog) await frame.page().keyboard.press("Escape");
    else if (!(await typeIntoSearch(frame, pressed))) return [...pressed];
    await settle();
  }
  throw new Error(`There is no end of what can be pressed: ${[...pressed].slice(-10).join(", ")}`);
}

async function pressables(scope: Locator): Promise<{ name: string; place: Locator }[]> {
  const all = scope.locator(PRESSABLE);
  const names = await all.evaluateAll((elements) =>
    elements.map((element) => {
      const name = element.getAttribute("aria-label") ?? element.textContent.trim();
      const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const hidden = element.closest("[aria-hidden=true], [inert]") !== null;
      const disabled = element.matches(":disabled, [aria-disabled=true]");
      return shown && !hidden && !disabled ? name : null;
    }),
  );
  return names.flatMap((name, index) => (name === null ? [] : [{ name, place: all.nth(index) }]));
}

/** @returns whether there was a search that had not been tried */
async function typeIntoSearch(frame: Frame, tried: Set<string>): Promise<boolean> {
  const search = frame.getByPlaceholder(/^Search/);
  if (tried.has("search") || !(await search.isVisible())) return false;
  await search.fill("nothing has this name");
  await frame.waitForURL(/[?&]search=nothing/);
  tried.add("search");
  return true;
}
