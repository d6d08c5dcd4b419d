// A real browser for a test file: Chromium as the system has it, without anything that calls home.
import { afterAll, beforeAll } from "vitest";
import { type Browser, chromium } from "playwright-core";
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
