// Guards of barcodes that partners bring, and of the numbers of seats.
import type { Mutant } from "./mutant.ts";

const REBARCODE = ["worker/rebarcode.test.ts"];
const DOOR = ["conformance/ticketmatic/barcodes.test.ts"];
const NUMBERS = ["worker/seat-numbers.test.ts"];

export const barcodeMutants: readonly Mutant[] = [
  {
    name: "rebarcode: another channel's ticket gets a barcode",
    file: "src/date/rebarcode.ts",
    find: "channel === command.channel && order !== null && ",
    replace: "order !== null && ",
    noticedBy: DOOR,
  },
  {
    name: "rebarcode: a ticket that was scanned gets another barcode",
    file: "src/date/rebarcode.ts",
    find: '    if (state === "used") return refused("already_used", { serial });\n',
    replace: "",
    noticedBy: DOOR,
  },
  {
    name: "rebarcode: a barcode of long ago comes again",
    file: "src/date/rebarcode.ts",
    find: "         OR value IN (SELECT barcode FROM replaced WHERE barcode = j.value)\n",
    replace: "",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: a barcode that somebody came in with becomes a ticket's",
    file: "src/date/rebarcode.ts",
    find: "         OR value IN (SELECT barcode FROM entries WHERE barcode = j.value)\n",
    replace: "",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: a request acts again after its effect",
    file: "src/date/rebarcode.ts",
    find: "  if (earlier !== null) return ok({ changes: [], orders: earlier });\n",
    replace: "",
    noticedBy: DOOR,
  },
  {
    name: "rebarcode: a barcode in the form of our own is taken",
    file: "src/doors/ticketmatic/events/barcodes.ts",
    find: "  const forged = changes.find(({ barcode }) => looksOwn(barcode));",
    replace: "  const forged = changes.find(() => false);",
    noticedBy: DOOR,
  },
  {
    name: "rebarcode: another date's barcode is taken",
    file: "src/doors/ticketmatic/events/barcodes.ts",
    find: "  if (elsewhere !== null) return taken(TAKEN, elsewhere);\n",
    replace: "",
    noticedBy: DOOR,
  },
  {
    name: "rebarcode: an order is split while its barcodes are being replaced",
    file: "src/order/hand-over.ts",
    find: "  if (isExpecting(sql)) {",
    replace: "  if (false as boolean) {",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: the old barcode is as unknown as any at the gate",
    file: "src/date/entrance/scan.ts",
    find: 'isOld ? "void" : command.stranger',
    replace: "command.stranger",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: scanners without a connection do not hear of the old barcode",
    file: "src/date/entrance/scan-list.ts",
    find: "tickets: [...old, ...rows.values()]",
    replace: "tickets: [...rows.values()]",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: an order cancels by the barcode that it was told first",
    file: "src/order/carry-out.ts",
    find: "{ deadline, channel, barcodes: [], serials }",
    replace: "{ deadline, channel, barcodes: tickets.map(({ barcode }) => barcode) }",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: a replaced barcode is minted again",
    file: "src/date/barcodes.ts",
    find: "\n                UNION ALL SELECT 1 FROM replaced WHERE barcode = ?1",
    replace: "",
    noticedBy: REBARCODE,
  },
  {
    name: "rebarcode: a replaced barcode is new when the date wakes",
    file: "src/date/barcodes.ts",
    find: " UNION ALL SELECT barcode FROM replaced`",
    replace: "`",
    noticedBy: ["worker/known.test.ts"],
  },
  {
    name: "rebarcode: the registry takes a ticket's older barcode",
    file: "src/registry/publish.ts",
    find: "WHERE excluded.version > tickets.version`",
    replace: "WHERE excluded.version <> tickets.version`",
    noticedBy: REBARCODE,
  },
  {
    name: "seat numbers: those of removed seats are given again",
    file: "src/date/seat-numbers.ts",
    find: "UPDATE date SET seats_numbered = max(seats_numbered,\n       coalesce((SELECT max(number) + 1 FROM seats), 0))",
    replace: "UPDATE date SET seats_numbered = coalesce((SELECT max(number) + 1 FROM seats), 0)",
    noticedBy: NUMBERS,
  },
  {
    name: "seat numbers: seats are numbered anew with each plan",
    file: "src/date/seat-numbers.ts",
    find: "known.get(keyOf(area, seat)) ?? given++",
    replace: "known.size < 0 ? 0 : given++",
    noticedBy: NUMBERS,
  },
];
