// Guards of the log of calls, of the sandbox and of what is said in development alone.
import type { Mutant } from "./mutant.ts";

const LOG = ["worker/calls.test.ts"];
const SEARCHED = ["e2e/calls/every-door.test.ts"];
const SANDBOX = ["worker/sandbox.test.ts"];
const DEVELOPMENT = ["worker/development.test.ts"];

export const callMutants: readonly Mutant[] = [
  {
    name: "a channel of the sandbox books a real date, and the reverse",
    file: "src/date/book.ts",
    find: 'if (isPlayed !== isSandbox(wanted.channel)) return refused("not_configured");',
    replace: "",
    noticedBy: SANDBOX,
  },
  {
    name: "a row of the registry makes anybody's call misbehave",
    file: "src/registry/sandboxes.ts",
    find: "  if (!isSandbox(channel)) return null;\n",
    replace: "",
    noticedBy: SANDBOX,
  },
  {
    name: "a body is kept as it came",
    file: "src/calls/refused.ts",
    find: ": maskJson(text, plain);",
    replace: ": text;",
    noticedBy: SEARCHED,
  },
  {
    name: "the right signature is kept whole",
    file: "src/calls/refused.ts",
    find: "start: written === null ? null : startOf(written)",
    replace: "start: written",
    noticedBy: SEARCHED,
  },
  {
    name: "who only says to be a partner pushes its calls out",
    file: "src/registry/calls.ts",
    find: "return proven && partner !== null ? partner",
    replace: "return partner !== null ? partner",
    noticedBy: LOG,
  },
  {
    name: "a full queue grows",
    file: "src/calls/queue.ts",
    find: "if (this.hasRoom(isRefused(call))) {",
    replace: "if (this.#omitted >= 0) {",
    noticedBy: LOG,
  },
  {
    name: "calls that went well take the room of refused ones",
    file: "src/calls/queue.ts",
    find: "(refused ? CALLS_QUEUED_MAX : CALLS_PER_FLUSH_MAX)",
    replace: "CALLS_QUEUED_MAX",
    noticedBy: LOG,
  },
  {
    name: "a deployment with the setting of development says what was expected",
    file: "src/web/development.ts",
    find: "|| !LOOPBACK.has(new URL(url).hostname)",
    replace: "",
    noticedBy: DEVELOPMENT,
  },
];
