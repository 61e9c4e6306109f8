import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { Shopper } from "./shopper.ts";
import { buying } from "./suites/buying.ts";
import { design } from "./suites/design.ts";
import { forms } from "./suites/forms.ts";
import { opening } from "./suites/opening.ts";
import { switching } from "./suites/switching.ts";
import { troubles } from "./suites/troubles.ts";
import { customizerWindow } from "./suites/window.ts";

// One browser and one shop serve all of these; each test has a fresh page.
const shopper = new Shopper();
beforeAll(() => shopper.start(), 60_000);
beforeEach(() => shopper.arrive());
afterEach(() => shopper.leave());
afterAll(() => shopper.stop());

opening(shopper);
design(shopper);
customizerWindow(shopper);
forms(shopper);
switching(shopper);
buying(shopper);
troubles(shopper);
