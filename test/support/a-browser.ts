// A real browser for a test file: Chromium as the system has it, without anything that calls home.
import { afterAll, beforeAll } from "vitest";
import { type Browser, chromium, type Page } from "playwright-core";
import { pathOf } from "./programs.ts";

const START_LIMIT_MS = 60_000;
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  // A container has little shared memory.
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface OpenBrowser {
  readonly browser: Browser;
}

/** To be called at the top of a describe block; `browser` is there once its tests run. */
export function openBrowser(): OpenBrowser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: pathOf("chromium"), args: FLAGS });
  }, START_LIMIT_MS);
  afterAll(async () => {
    await browser?.close();
  }, START_LIMIT_MS);
  return {
    get browser() {
      if (browser === undefined) throw new Error("the browser is not open yet");
      return browser;
    },
  };
}

const REFUSAL = "Unable to capture screenshot";
const ASKED_MAX = 3;

/**
 * A picture of what the page shows. On a busy machine Chromium now and then has nothing to copy from,
 * says so, and takes the same picture of the page loaded anew; any other failure is one.
 */
export async function pictureOf(page: Page): Promise<Buffer> {
  for (let asked = 1; ; asked++) {
    try {
      return await page.screenshot();
    } catch (error) {
      if (asked === ASKED_MAX || !String(error).includes(REFUSAL)) throw error;
      await page.reload();
    }
  }
}
