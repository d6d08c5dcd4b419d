/** Devices: the venue's scanners and their tokens. */
import * as z from "zod";
import { toIso } from "../../core/clock.ts";
import { mintDeviceToken } from "../../core/device-token.ts";
import { dateCode } from "../../core/ids.ts";
import { askDate } from "../../date/client/call.ts";
import { secret } from "../../env.ts";
import {
  deleteDevice,
  type Device,
  listDevices,
  readDevice,
  writeDevice,
} from "../../registry/devices.ts";
import { done, operation, problem } from "../operation.ts";
import { dateProblem } from "../replies.ts";
import { device as answer, deviceBody } from "../scan-schema.ts";
import * as schema from "../schema.ts";
import { OPERATOR_DEVICE } from "./scans.ts";

const params = z.object({ device: schema.id });
const unknownDevice = problem(404, "Unknown device", "There is no such device.");

function deviceReply({ id, label, date, version }: Device) {
  return { id, label, date, tokenMadeAt: toIso(version) };
}

const putDevice = operation({
  id: "putDevice",
  method: "put",
  path: "/devices/{device}",
  tag: "Entrance",
  summary: "Create or change a scanner; its token is shown once",
  description:
    "A token can scan its date, or all, and do nothing else. A new device gets one, and so does " +
    "one whose date changes or whose token is renewed: the old one is then refused within a minute.",
  params,
  body: deviceBody,
  answer: answer.extend({
    token: z.string().nullable().describe("Null when the device keeps the one it has"),
  }),
  success: [200, 201],
  refusals: { 422: "There is no such date, or the id is taken by the operator's own scans" },
  async run({ env, params: { device: id }, body, now, deadline }) {
    const key = secret(env, "BARCODE_KEY");
    if (!key.ok) return dateProblem(key);
    if (id === OPERATOR_DEVICE) {
      return problem(422, "Id taken", "The operator's own scans are kept under this id.");
    }
    const { label, date, renew } = body;
    if (date !== null) {
      const code = await dateCode(date);
      const state = await askDate(env, code, deadline, (stub) => stub.state([]));
      if (!state.ok && state.reason === "not_configured") {
        return problem(422, "Unknown date", "There is no such date.", [
          { field: "date", reason: "names no date" },
        ]);
      }
      if (!state.ok) return dateProblem(state);
    }
    const before = await readDevice(env.REGISTRY, id);
    const device = await writeDevice(env.REGISTRY, { id, label, date, version: now }, renew);
    const grant = { device: id, date, version: device.version };
    const made = before?.version !== device.version;
    const token = made ? await mintDeviceToken(key.value, grant) : null;
    return done({ ...deviceReply(device), token }, before === null ? 201 : 200);
  },
});

const getDevice = operation({
  id: "getDevice",
  method: "get",
  path: "/devices/{device}",
  tag: "Entrance",
  summary: "A scanner, without its token",
  params,
  answer,
  success: [200],
  refusals: { 404: "There is no such device" },
  async run({ env, params: { device: id } }) {
    const device = await readDevice(env.REGISTRY, id);
    return device === null ? unknownDevice : done(deviceReply(device));
  },
});

const removeDevice = operation({
  id: "deleteDevice",
  method: "delete",
  path: "/devices/{device}",
  tag: "Entrance",
  summary: "Revoke a scanner: its token is refused within a minute",
  description:
    "Where the registry can't be asked, a token is taken at its word unless its revocation was " +
    "seen before. The device's scans stay.",
  params,
  answer,
  success: [200],
  refusals: { 404: "There is no such device" },
  async run({ env, params: { device: id } }) {
    const device = await readDevice(env.REGISTRY, id);
    if (device === null) return unknownDevice;
    await deleteDevice(env.REGISTRY, id);
    return done(deviceReply(device));
  },
});

const getDevices = operation({
  id: "listDevices",
  method: "get",
  path: "/devices",
  tag: "Entrance",
  summary: "All scanners, by id",
  query: schema.page,
  answer: z.object({ devices: z.array(answer), next: schema.next }),
  success: [200],
  async run({ env, query }) {
    const devices = await listDevices(env.REGISTRY, query.after, query.limit);
    const next = devices.length === query.limit ? (devices.at(-1)?.id ?? null) : null;
    return done({ devices: devices.map(deviceReply), next });
  },
});

export const deviceOperations = [getDevices, getDevice, putDevice, removeDevice];
