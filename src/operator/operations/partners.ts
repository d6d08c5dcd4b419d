/** Partners: who may sell through a door, what of, and with which secret. */
import * as z from "zod";
import { toHex } from "../../core/bytes.ts";
import { toIso } from "../../core/clock.ts";
import { equalInConstantTime } from "../../core/hmac.ts";
import { numberOf } from "../../core/ids.ts";
import { PARTNERS_MAX } from "../../core/limits.ts";
import type { Partner, PartnerDoor, Permission } from "../../core/partners.ts";
import { isSandbox, SANDBOX_PASSCULTURE } from "../../core/sandbox.ts";
import { secret as secretSetting } from "../../env.ts";
import {
  deletePartner,
  insertPartner,
  replaceCredentials,
  revokePartner,
  updatePartner,
} from "../../registry/partners/changes.ts";
import { openSecret, storeCredentials } from "../../registry/partners/keyring.ts";
import {
  countPartners,
  listPartners,
  readPartner,
  type StoredPartner,
} from "../../registry/partners/stored.ts";
import type { Problem } from "../../web/problem.ts";
import { sellingChannels } from "../channels.ts";
import { done, operation, problem, type Reply } from "../operation.ts";
import {
  partner as answer,
  partnerBody,
  partnerWithSecret,
  rotationBody,
} from "../partner-schema.ts";
import { dateProblem } from "../replies.ts";
import * as schema from "../schema.ts";

const KEY_BYTES = 16;
const SECRET_BYTES = 32;
/** Its Ruby client starts with 40 characters only (contracts/ticketevolution.md 1.2). */
const TICKETEVOLUTION_SECRET_BYTES = 20;
const HOUR_MS = 3_600_000;

const params = z.object({ partner: schema.id });
const tag = "Partners";
const unknownPartner = problem(404, "Unknown partner", "There is no such partner.");
const refusals = { 404: "There is no such partner" };

function partnerReply(row: StoredPartner) {
  return {
    id: row.id,
    door: row.door,
    kind: row.kind,
    number: row.number,
    label: row.label,
    events: row.events,
    lacks: row.lacks,
    publicKey: row.publicKey,
    replacedSecretUntil: row.previousUntil === null ? null : toIso(row.previousUntil),
    revokedAt: row.revokedAt === null ? null : toIso(row.revokedAt),
    changedAt: toIso(row.changedAt),
  };
}

const putPartner = operation({
  id: "putPartner",
  method: "put",
  path: "/partners/{partner}",
  tag,
  summary: "Admit a partner to a door, or change what it may do",
  description:
    "Can be repeated. A new partner gets a key pair (a device: a secret that is its device id), or " +
    "keeps the one named here; the secret is shown once. The partner's id is the channel under " +
    "which it sells: give it allotments by that name. Every change holds everywhere within 5 s.",
  params,
  body: partnerBody,
  answer: partnerWithSecret,
  success: [200, 201],
  refusals: {
    409: "It is another door's or kind's, its keys differ (rotate them), or they are taken",
    422: "The id is a channel of the venue's own, there are too many partners, or its events are not",
  },
  async run({ env, params: { partner: id }, body, now }) {
    const keyring = secretSetting(env, "KEYRING_KEY");
    if (!keyring.ok) return dateProblem(keyring);
    const crossed = crossesWorlds(id, body);
    if (crossed !== null) return crossed;
    const known = await readPartner(env.REGISTRY, id);
    if (known === null) return admit(env, keyring.value, id, body, now);
    const conflict = await conflictWith(keyring.value, known, body);
    if (conflict !== null) return conflict;
    await updatePartner(env.REGISTRY, { id, ...body, lacks: lacksOf(body) }, now);
    return replyFor(env, id, null);
  },
});

type Body = z.output<typeof partnerBody>;

/** Who sells for Sapiti need not be able to void a date: that is said, or not given. */
function lacksOf({ door, lacks }: Body): readonly Permission[] {
  return lacks ?? (door === "sapiti" ? ["manage"] : []);
}

/** A partner of the sandbox names events of the sandbox, and no other does. */
function crossesWorlds(id: string, { events }: Body): Problem | null {
  const fits = isSandbox(id)
    ? events !== null && events.every(isSandbox)
    : events === null || !events.some(isSandbox);
  if (fits) return null;
  const detail = isSandbox(id)
    ? "A partner whose id begins with sandbox- names its events, whose ids begin so too."
    : "Events whose ids begin with sandbox- are for partners whose ids do.";
  return problem(422, "Not for this partner", detail, [{ field: "events", reason: detail }]);
}

async function admit(
  env: Env,
  keyring: string,
  id: string,
  body: Body,
  now: number,
): Promise<Reply> {
  if (id === SANDBOX_PASSCULTURE || sellingChannels.includes(id)) {
    return problem(422, "Id taken", "A channel of the venue's own has this name.", [
      { field: "partner", reason: "is a channel already" },
    ]);
  }
  if ((await countPartners(env.REGISTRY)) >= PARTNERS_MAX) {
    return problem(422, "Too many partners", `There are at most ${PARTNERS_MAX}; delete one.`);
  }
  const { door, kind, label, events } = body;
  const lacks = lacksOf(body);
  const secret = body.secret ?? newSecret(door, kind);
  const publicKey = kind === "device" ? null : (body.publicKey ?? newPublicKey(door));
  const number = await numberOf("partner", id);
  const partner = { id, door, kind, number, label, events, lacks, publicKey };
  const credentials = await storeCredentials(keyring, partner, secret);
  if (!(await insertPartner(env.REGISTRY, { ...partner, ...credentials }, now))) {
    return problem(409, "Key taken", "Another partner has this key or number; choose another.");
  }
  return replyFor(env, id, secret, 201);
}

/** Who a partner is does not change, and its keys only by a rotation. */
async function conflictWith(
  keyring: string,
  known: StoredPartner,
  { door, kind, publicKey, secret }: Body,
): Promise<Problem | null> {
  const conflict = (field: string, detail: string) =>
    problem(409, "The partner can't be changed so", detail, [{ field, reason: detail }]);
  if (door !== known.door) return conflict("door", `It is a partner of ${known.door}.`);
  if (kind !== known.kind) return conflict("kind", `It is of the kind ${known.kind}.`);
  if (publicKey !== undefined && publicKey !== known.publicKey) {
    return conflict("publicKey", "It has another one; make another partner.");
  }
  if (secret === undefined || (await hasSecret(keyring, known, secret))) return null;
  return conflict("secret", "It has another one; POST …/rotation replaces it.");
}

async function hasSecret(keyring: string, known: StoredPartner, secret: string): Promise<boolean> {
  return known.secret === null
    ? known.key === (await storeCredentials(keyring, known, secret)).key
    : equalInConstantTime(secret, (await openSecret(keyring, known.id, known.secret)) ?? "");
}

/** In the form that the door's own clients are used to. */
function newPublicKey(door: PartnerDoor): string {
  return door === "sapiti" ? crypto.randomUUID().toUpperCase() : randomHex(KEY_BYTES);
}

function newSecret(door: PartnerDoor, kind: Partner["kind"]): string {
  if (door === "sapiti" && kind === "device") return crypto.randomUUID().toUpperCase();
  return randomHex(door === "ticketevolution" ? TICKETEVOLUTION_SECRET_BYTES : SECRET_BYTES);
}

function randomHex(bytes: number): string {
  return toHex(crypto.getRandomValues(new Uint8Array(bytes)));
}

async function replyFor(
  env: Env,
  id: string,
  secret: string | null,
  status: 200 | 201 = 200,
): Promise<Reply> {
  const row = await readPartner(env.REGISTRY, id);
  return row === null ? unknownPartner : done({ ...partnerReply(row), secret }, status);
}

const rotatePartner = operation({
  id: "rotatePartner",
  method: "post",
  path: "/partners/{partner}/rotation",
  tag,
  summary: "Give a partner a new secret; the one before goes on for a while",
  description:
    "The public key stays. Only one replaced secret goes on: a second rotation ends the first. A " +
    "revoked partner is admitted again, with the new secret alone.",
  params,
  body: rotationBody,
  answer: partnerWithSecret,
  success: [200],
  refusals: { ...refusals, 409: "Another device has this secret" },
  async run({ env, params: { partner: id }, body, now }) {
    const keyring = secretSetting(env, "KEYRING_KEY");
    if (!keyring.ok) return dateProblem(keyring);
    const known = await readPartner(env.REGISTRY, id);
    if (known === null) return unknownPartner;
    const secret = body.secret ?? newSecret(known.door, known.kind);
    const credentials = await storeCredentials(keyring.value, known, secret);
    const endsAtOnce = known.revokedAt !== null || body.overlapHours === 0;
    const until = endsAtOnce ? null : Math.round(now + body.overlapHours * HOUR_MS);
    return (await replaceCredentials(env.REGISTRY, id, credentials, until, now))
      ? replyFor(env, id, secret)
      : problem(409, "Key taken", "Another device has this secret; choose another.");
  },
});

const revoke = operation({
  id: "revokePartner",
  method: "post",
  path: "/partners/{partner}/revocation",
  tag,
  summary: "Refuse everything of a partner, everywhere within 5 s",
  description: "What it sold stays as it is. Where the registry is down, within an hour.",
  params,
  answer,
  success: [200],
  refusals,
  async run({ env, params: { partner: id }, now }) {
    await revokePartner(env.REGISTRY, id, now);
    const row = await readPartner(env.REGISTRY, id);
    return row === null ? unknownPartner : done(partnerReply(row));
  },
});

const getPartner = operation({
  id: "getPartner",
  method: "get",
  path: "/partners/{partner}",
  tag,
  summary: "A partner, without its secret",
  params,
  answer,
  success: [200],
  refusals,
  async run({ env, params: { partner: id } }) {
    const row = await readPartner(env.REGISTRY, id);
    return row === null ? unknownPartner : done(partnerReply(row));
  },
});

const removePartner = operation({
  id: "deletePartner",
  method: "delete",
  path: "/partners/{partner}",
  tag,
  summary: "Forget a partner: as a revocation, for good",
  description: "Its tickets and orders stay, under its channel.",
  params,
  answer,
  success: [200],
  refusals,
  async run({ env, params: { partner: id } }) {
    const row = await readPartner(env.REGISTRY, id);
    if (row === null) return unknownPartner;
    await deletePartner(env.REGISTRY, id);
    return done(partnerReply(row));
  },
});

const getPartners = operation({
  id: "listPartners",
  method: "get",
  path: "/partners",
  tag,
  summary: "All partners, by id",
  query: schema.page,
  answer: z.object({ partners: z.array(answer), next: schema.next }),
  success: [200],
  async run({ env, query }) {
    const partners = await listPartners(env.REGISTRY, query.after, query.limit);
    const next = partners.length === query.limit ? (partners.at(-1)?.id ?? null) : null;
    return done({ partners: partners.map(partnerReply), next });
  },
});

export const partnerOperations = [
  getPartners,
  getPartner,
  putPartner,
  rotatePartner,
  revoke,
  removePartner,
];
