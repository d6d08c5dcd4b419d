// Guards of an order: once for each request, all or nothing, never past its time.
import type { Mutant } from "./mutant.ts";

const ORDER = ["worker/order.test.ts"];

export const orderMutants: readonly Mutant[] = [
  {
    name: "an order forgets what it answered to a request",
    file: "src/order/begin.ts",
    find: "  keepAnswer(sql, request, answer);\n",
    replace: "",
    noticedBy: ORDER,
  },
  {
    name: "an order is placed over another one",
    file: "src/order/begin.ts",
    find: "if (order !== null && order.request !== command.request) {",
    replace: "if (order !== null && order.request === '') {",
    noticedBy: ORDER,
  },
  {
    name: "an order has lines without end",
    file: "src/order/begin.ts",
    find: 'if (live + more > ORDER_LINES_MAX) return refused("too_many_lines", { max: ORDER_LINES_MAX });',
    replace: "",
    noticedBy: ORDER,
  },
  {
    name: "an order keeps what it held when one line is refused",
    file: "src/order/place.ts",
    find: "    dropRequest(sql, request);\n",
    replace: "",
    noticedBy: ORDER,
  },
  {
    name: "an order past its time is open",
    file: "src/order/ending.ts",
    find: '  if (status === "open" && expiresAt <= now) endOrder(sql, "expired", now);\n',
    replace: "",
    noticedBy: ORDER,
  },
  {
    name: "an order is cancelled although one of its tickets was used",
    file: "src/order/cancel.ts",
    find: "    if (refusal !== null) return refusal;\n",
    replace: "",
    noticedBy: ORDER,
  },
  {
    name: "a payment counts as often as it is said",
    file: "src/order/payments.ts",
    find: '  if (known !== null) return isSame(known, payment) ? ok(null) : refused("payment_differs");\n',
    replace: "  if (known !== null) run(sql, `DELETE FROM payments WHERE id = ?`, payment.id);\n",
    noticedBy: ORDER,
  },
  {
    name: "an order tells the registry its older state",
    file: "src/registry/orders.ts",
    find: "WHERE excluded.version > orders.version",
    replace: "WHERE excluded.version <> orders.version",
    noticedBy: ORDER,
  },
  {
    name: "lines that are added to an order are not told to the registry",
    file: "src/order/begin.ts",
    find: "  touch(sql, now);\n",
    replace: "",
    noticedBy: ["worker/order-told.test.ts"],
  },
  {
    name: "an order that can't go on is not told to the registry",
    file: "src/order/order.ts",
    find: "    await this.#publishing.attempt(order, () => this.#publish());\n",
    replace:
      "    if (!isUnfinished(this.#sql)) await this.#publishing.attempt(order, () => this.#publish());\n",
    noticedBy: ["worker/order-told.test.ts"],
  },
  {
    name: "a channel acts on another's order",
    file: "src/order/client.ts",
    find: "state.ok && state.value.channel !== channel",
    replace: "state.ok && state.value.channel === ''",
    noticedBy: ["worker/order-own.test.ts"],
  },
  {
    name: "what no date was asked to give back is known as given back",
    file: "src/order/carry-out.ts",
    find: "    else refusal = outcome;",
    replace: "    else desk.write((sql, now) => markEnded(sql, ending, now));",
    noticedBy: ["worker/wires-orders.test.ts"],
  },
  {
    name: "an order that is being confirmed is not taken up again",
    file: "src/order/order.ts",
    find: 'if (readOrder(this.#sql).status === "confirming") {',
    replace: 'if (readOrder(this.#sql).status === "expired") {',
    noticedBy: ["worker/wires-orders.test.ts"],
  },
];
