// While the registry fails bookings go on, and afterwards the log has caught up, or says how many
// calls it lost.
import { expect, it } from "vitest";
import { aDate } from "../../support/a-date.ts";
import { openBuiltWindow } from "../../support/a-window.ts";
import { callLog } from "../../support/call-log.ts";
import { OPERATOR_TOKEN } from "../../support/guichet-server.ts";
import { aBooking, booked } from "../../support/passculture-client.ts";
import { RegistryFile } from "../../support/registry-file.ts";

const window = openBuiltWindow();
/** More than the window remembers of itself. */
const MANY = 540;

it("with D1 failing bookings go on; healed, each call is in the log", async () => {
  const date = await aDate(window.operator);
  const registry = new RegistryFile(window.server.storage);
  registry.hurt();
  for (let call = 0; call < 5; call++) {
    booked(await window.passCulture.book(aBooking(date.stock)));
  }
  await expect(callLog(window.server.url)).rejects.toThrow(/: 503 /);
  const headers = { Authorization: `Bearer ${OPERATOR_TOKEN}` };
  const page = await fetch(`${window.server.url}/operator/calls`, { headers });
  expect([page.status, await page.json()]).toMatchObject([503, { title: "Registry unavailable" }]);
  registry.heal();
  const { calls, omitted } = await callLog(window.server.url, "?partner=passculture");
  expect(calls.map(({ status, reason }) => [status, reason])).toEqual(
    Array.from({ length: 5 }, () => [200, "booked"]),
  );
  expect(omitted).toBe(0);
});

it("with more calls than fit, the log says how many it lost", async () => {
  const registry = new RegistryFile(window.server.storage);
  const before = registry.calls().length;
  registry.hurt();
  const nowhere = `${window.server.url}/passculture/elsewhere`;
  for (let call = 0; call < MANY; call++) await (await fetch(nowhere)).text();
  registry.heal();
  const { omitted } = await callLog(window.server.url);
  const kept = registry.calls().length - before;
  expect(kept).toBeGreaterThanOrEqual(100);
  expect(omitted).toBeGreaterThan(0);
  expect(kept + omitted).toBe(MANY);
});
