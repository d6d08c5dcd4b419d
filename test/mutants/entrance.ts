// Guards at the entrance: one person for each ticket, decided once, whatever order scans come in.
import type { Mutant } from "./mutant.ts";

const ENTRANCE = ["worker/entrance.test.ts"];
const OFFLINE = ["worker/entrance-offline.test.ts"];

export const entranceMutants: readonly Mutant[] = [
  {
    name: "who is inside comes in again",
    file: "src/date/entrance/rules.ts",
    find: 'inside === null ? null : refused("already_inside"',
    replace: 'inside !== null ? null : refused("already_inside"',
    noticedBy: ENTRANCE,
  },
  {
    name: "a void ticket is let in",
    file: "src/date/entrance/rules.ts",
    find: '  if (ticket.state === "void") return refused("void");\n',
    replace: "",
    noticedBy: ENTRANCE,
  },
  {
    name: "a ticket that is not paid is let in",
    file: "src/date/entrance/rules.ts",
    find: '  if (ticket.state === "held") return refused("not_paid");\n',
    replace: "",
    noticedBy: ENTRANCE,
  },
  {
    name: "any gate lets in",
    file: "src/date/entrance/rules.ts",
    find: "scan.gate !== null && right.includes(scan.gate)",
    replace: "scan.gate !== null",
    noticedBy: ENTRANCE,
  },
  {
    name: "a scan past its deadline counts",
    file: "src/date/entrance/scan.ts",
    find: '  if (now > command.deadline) return refused("deadline_passed");\n',
    replace: "",
    noticedBy: ENTRANCE,
  },
  {
    name: "a scan that is repeated is decided anew",
    file: "src/date/entrance/scan.ts",
    find: "  if (repeated?.live === true) return again(store, ticket, repeated);\n",
    replace: "",
    noticedBy: ENTRANCE,
  },
  {
    name: "a device's clock may run ahead as it likes",
    file: "src/date/entrance/merge-scans.ts",
    find: '  if (scan.at > now + SCAN_AHEAD_MS_MAX) return "clock_ahead";\n',
    replace: "",
    noticedBy: OFFLINE,
  },
  {
    name: "a scan made offline makes a void ticket used",
    file: "src/date/entrance/settle.ts",
    find: 'if (isInState(ticket, "issued") || isInState(ticket, "held")) {',
    replace: 'if (ticket.state !== "used") {',
    noticedBy: OFFLINE,
  },
  {
    name: "scans are judged in the order in which they arrive",
    file: "src/date/entrance/fold.ts",
    find: "scans.toSorted((a, b) => compare(order(a), order(b)))",
    replace: "scans.toSorted((a, b) => compare(order(a), order(b)) * 0)",
    noticedBy: ["unit/entrance/merge-order.test.ts"],
  },
];
