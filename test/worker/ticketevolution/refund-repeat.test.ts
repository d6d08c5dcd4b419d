// The signature has no time: a refund that is asked for again is a repeat for a while, and then another.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TICKETEVOLUTION_REPEAT_MS } from "../../../src/core/limits.ts";
import { aSale } from "./a-sale.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2027, 0, 1) }));
afterEach(() => void vi.useRealTimers());

it("the same refund is a repeat within the window, and another one after it", async () => {
  const { act } = await aSale("accepted");
  const refund = (amount: string) => act("return", { amount });
  expect(await refund("1.00")).toMatchObject({ status: 200, body: { refunded: "1.0" } });
  vi.setSystemTime(Date.now() + TICKETEVOLUTION_REPEAT_MS - 1);
  expect(await refund("1.00")).toMatchObject({ status: 200, body: { refunded: "1.0" } });
  vi.setSystemTime(Date.now() + 1);
  expect(await refund("1.00")).toMatchObject({ status: 200, body: { refunded: "2.0" } });
  expect(await refund("1.00")).toMatchObject({ status: 200, body: { refunded: "2.0" } });
});
