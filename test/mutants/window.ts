// Guards around the dates: signatures, tokens, sizes, what the Worker asks, and the registry.
import type { Mutant } from "./mutant.ts";

const DOOR = ["worker/passculture-door.test.ts"];
const SIGNATURE = ["worker/passculture-signature.test.ts"];
const OPERATOR = ["worker/operator.test.ts"];
const OUTBOX = ["worker/outbox.test.ts"];
const DEVICES = ["worker/devices.test.ts"];
const SCANNERS = ["e2e/entrance.test.ts"];
const TREE = ["tree.test.ts"];
const CORE = ["unit/core/"];

export const windowMutants: readonly Mutant[] = [
  {
    name: "the registry is written before the date is asked",
    file: "src/operator/operations/dates.ts",
    find: "    const outcome = await askDate(env, config.code, deadline, (stub) =>\n      stub.configure(config, sellingChannels),\n    );",
    replace:
      "    await publishDate(env.REGISTRY, { ...config, listings: [], version: Date.now() });\n    const outcome = await askDate(env, config.code, deadline, (stub) =>\n      stub.configure(config, sellingChannels),\n    );",
    noticedBy: OPERATOR,
  },
  {
    name: "the registry takes an older version of a ticket",
    file: "src/registry/publish.ts",
    find: "WHERE excluded.version > tickets.version\n  ON CONFLICT",
    replace: "WHERE excluded.version <> tickets.version\n  ON CONFLICT",
    noticedBy: OUTBOX,
  },
  {
    name: "the registry takes an older version of a date",
    file: "src/registry/publish.ts",
    find: "WHERE excluded.version > dates.version`",
    replace: "WHERE excluded.version <> dates.version`",
    noticedBy: OUTBOX,
  },
  {
    name: "the registry takes an older version of a listing from a date",
    file: "src/registry/publish.ts",
    find: "WHERE excluded.version > listings.version`",
    replace: "WHERE excluded.version <> listings.version`",
    noticedBy: OUTBOX,
  },
  {
    name: "a call to the registry is waited for without end",
    file: "src/registry/publish.ts",
    find: "  await within(REGISTRY_CALL_MS_MAX, registry.prepare(TICKETS).bind(tickets, dateId).run());",
    replace: "  await registry.prepare(TICKETS).bind(tickets, dateId).run();",
    noticedBy: OUTBOX,
  },
  {
    name: "two dates with one code are let in",
    file: "src/registry/dates.ts",
    find: "WHERE (code = ?2 OR number = ?3) AND id <> ?1",
    replace: "WHERE id = ?1 AND id <> ?1",
    noticedBy: OPERATOR,
  },
  {
    name: "a MAC is compared with ===",
    file: "src/core/hmac.ts",
    find: "await crypto.subtle.verify(ALGORITHM, key, mac, message)",
    replace:
      "toHex(new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, message))) === toHex(mac)",
    noticedBy: TREE,
  },
  {
    name: "a token is compared with ===",
    file: "src/operator/auth.ts",
    find: "(await equalInConstantTime(given, token))",
    replace: "given === token",
    noticedBy: TREE,
  },
  {
    name: "a token is compared by its beginning",
    file: "src/operator/auth.ts",
    find: "(await equalInConstantTime(given, token))",
    replace: "token.startsWith(given)",
    noticedBy: OPERATOR,
  },
  {
    name: "constant time compares a part only",
    file: "src/core/hmac.ts",
    find: "for (let i = 0; i < left.length; i++) difference",
    replace: "for (let i = 0; i < 0; i++) difference",
    noticedBy: OPERATOR,
  },
  {
    name: "wrong tokens are not counted",
    file: "src/operator/auth.ts",
    find: "if (!success) {",
    replace: "if (!success && address === '') {",
    noticedBy: OPERATOR,
  },
  {
    name: "the rights of a device are not looked at",
    file: "src/operator/auth.ts",
    find: 'if (access === "operator") {',
    replace: 'if (access !== "operator") {',
    noticedBy: SCANNERS,
  },
  {
    name: "a device scans a date that is not its own",
    file: "src/operator/auth.ts",
    find: "caller.date === null || caller.date === date",
    replace: "caller.date === null || caller.date !== ''",
    noticedBy: SCANNERS,
  },
  {
    name: "a device's token is taken without its MAC",
    file: "src/core/device-token.ts",
    find: "return (await verifyHmac([key], mac, [utf8(signed(grant))])) ? grant : null;",
    replace: "return (await verifyHmac([key], mac, [utf8(signed(grant))])) ? grant : grant;",
    noticedBy: ["unit/core/device-token.test.ts"],
  },
  {
    name: "a revoked device goes on",
    file: "src/registry/devices.ts",
    find: "    return good === version;\n",
    replace: "    return good !== -1;\n",
    noticedBy: DEVICES,
  },
  {
    name: "the signature is not looked at",
    file: "src/doors/passculture/routes.ts",
    find: "if (await isSigned(headers, candidates, keys)) return CHANNEL;",
    replace: "if ((await isSigned(headers, candidates, keys)) || c !== null) return CHANNEL;",
    noticedBy: SIGNATURE,
  },
  {
    name: "no signature at all will do",
    file: "src/doors/passculture/signature.ts",
    find: "  return hmacMatches && mac.wellFormed && !keys.requireEd25519;",
    replace: "  return (hmacMatches || !mac.present) && !keys.requireEd25519;",
    noticedBy: SIGNATURE,
  },
  {
    name: "an Ed25519 signature that does not hold is passed over",
    file: "src/doors/passculture/signature.ts",
    find: "    return matches && ed25519.wellFormed;",
    replace: "    return (matches && ed25519.wellFormed) || hmacMatches;",
    noticedBy: SIGNATURE,
  },
  {
    name: "a request of two signatures is another without one of them",
    file: "src/doors/passculture/signature.ts",
    find: "keys.ed25519.length > 0 ? null : headers.get(HMAC_HEADER)",
    replace: "headers.has(ED25519_HEADER) ? null : headers.get(HMAC_HEADER)",
    noticedBy: ["worker/passculture-door.test.ts"],
  },
  {
    name: "an HMAC is enough where Ed25519 is required",
    file: "src/doors/passculture/signature.ts",
    find: "mac.wellFormed && !keys.requireEd25519;",
    replace: "mac.wellFormed;",
    noticedBy: SIGNATURE,
  },
  {
    name: "the body is parsed before its signature is verified",
    file: "src/doors/passculture/routes.ts",
    find: `  const channel = await channelOf(c, wire, keys.value);
`,
    replace: `  if (wire.payload === null) return answers.malformed(wire.problem ?? "");
  const channel = await channelOf(c, wire, keys.value);
`,
    noticedBy: SIGNATURE,
  },
  {
    name: "a body may have any size",
    file: "src/web/body.ts",
    find: "    if (length > bytesMax) {\n",
    replace: "    if (length < 0) {\n",
    noticedBy: OPERATOR,
  },
  {
    name: "an announced size is believed, whatever it is",
    file: "src/web/body.ts",
    find: "if (announced > bytesMax) {",
    replace: "if (announced < 0) {",
    noticedBy: OPERATOR,
  },
  {
    name: "the check of a barcode is skipped",
    file: "src/core/barcode.ts",
    find: "return difference === 0 ? body",
    replace: "return difference !== -1 ? body",
    noticedBy: CORE,
  },
  {
    name: "bad UTF-8 is repaired instead of refused",
    file: "src/core/bytes.ts",
    find: "fatal: true, ignoreBOM: true",
    replace: "fatal: false, ignoreBOM: true",
    noticedBy: CORE,
  },
  {
    name: "a caller who hung up keeps the tickets",
    file: "src/date/client/sell.ts",
    find: "late || caller.signal.aborted : mayHaveBooked(outcome)",
    replace: "late : mayHaveBooked(outcome)",
    noticedBy: DOOR,
  },
  {
    name: "a booking without an answer stays issued",
    file: "src/date/client/sell.ts",
    find: "caller.signal.aborted : mayHaveBooked(outcome)",
    replace: "caller.signal.aborted : false",
    noticedBy: DOOR,
  },
  {
    name: "an overloaded date is asked again",
    file: "src/core/remote.ts",
    find: 'return flag(error, "retryable") && !flag(error, "overloaded");',
    replace: 'return flag(error, "retryable");',
    noticedBy: DOOR,
  },
  {
    name: "a date is waited for without end",
    file: "src/core/remote.ts",
    find: "return await (budget?.within(answer) ?? within(deadline - Date.now(), answer));",
    replace: "return await answer;",
    noticedBy: DOOR,
  },
  {
    name: "a date that fails is called sold out",
    file: "src/doors/passculture/answers.ts",
    find: 'case "barcode_taken":\n    case "unavailable":\n      return unavailable;',
    replace:
      'case "barcode_taken":\n    case "unavailable":\n      return { status: 409, body: { error: "sold_out", remainingQuantity: 0 } };',
    noticedBy: DOOR,
  },
  {
    name: "a 503 does not say when to try again",
    file: "src/doors/passculture/answers.ts",
    find: '503: headersWith({ "Retry-After": RETRY_AFTER_SECONDS }),',
    replace: "",
    noticedBy: DOOR,
  },
  {
    name: "an operator's answer has more in it than its document says",
    file: "src/operator/order-replies.ts",
    find: "stage: _stage, ",
    replace: "",
    noticedBy: ["worker/operator-answers.test.ts"],
  },
  {
    name: "a logo's path may break off",
    file: "src/core/svg-path.ts",
    find: '      if (numbers === null) return null;\n      segments.push(command + numbers.join(" "));',
    replace: '      segments.push(command + (numbers ?? []).join(" "));',
    noticedBy: CORE,
  },
  {
    name: "wrong input is repeated at any length",
    file: "src/operator/routes.ts",
    find: "key.slice(0, UNKNOWN_KEY_CHARACTERS_SHOWN_MAX)",
    replace: "key",
    noticedBy: OPERATOR,
  },
  {
    name: "a cancellation that was cut can't be repeated",
    file: "src/doors/ticketevolution/orders/actions.ts",
    find: "const isBegun = found.note.doing === call.digest;",
    replace: "const isBegun = false;",
    noticedBy: ["worker/ticketevolution/cut-cancellation.test.ts"],
  },
  {
    name: "a cancellation has its effect before it is known whose it is",
    file: "src/doors/ticketevolution/orders/actions.ts",
    find: "await amend(call, found, { doing: call.digest });",
    replace: "ok(found);",
    noticedBy: ["worker/ticketevolution/cut-cancellation.test.ts"],
  },
];
