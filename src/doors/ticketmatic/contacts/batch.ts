/** The same for many contacts of the account (contracts/ticketmatic.md 3.3). */
import * as z from "zod";
import { TICKETMATIC_IDS_PER_BATCH_MAX } from "../../../core/limits.ts";
import * as customers from "../../../registry/customers.ts";
import { invalid, nothing, type Problem, problem, type Reply, unknownId } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { id } from "../wire.ts";
import { changed, type ContactDetails, contactInput, fits, readDetails } from "./contact.ts";

/** What is changed, in its older spelling as an object and in its newer one as a list. */
const parameters = z.object({
  fields: z.record(z.string(), z.unknown()).default({}),
  updatefields: z
    .array(
      z.object({
        key: z.string(),
        updatetype: z.string().optional(),
        value: z.unknown().optional(),
      }),
    )
    .max(50)
    .default([]),
});

export const batchBody = z.object({
  ids: z.array(id).max(TICKETMATIC_IDS_PER_BATCH_MAX),
  operation: z.string(),
  parameters: z.unknown().optional(),
});

type Asked = Call<unknown, z.output<typeof batchBody>>;

export async function batchContacts(call: Asked): Promise<Reply> {
  const { env, partner, body, now } = call;
  switch (body.operation) {
    case "delete":
      await customers.forgetCustomers(env.REGISTRY, partner.id, body.ids, now);
      return nothing;
    case "update":
      return updateContacts(call);
    default:
      return problem(400, "Only the operations update and delete are offered here");
  }
}

/** All of them or none. */
async function updateContacts({ env, partner, body, now }: Asked): Promise<Reply> {
  const changes = changesOf(body.parameters);
  if ("problem" in changes) return changes;
  const known = await customers.readCustomers(env.REGISTRY, partner.id, body.ids);
  const live = new Map(
    known.filter(({ deletedAt }) => deletedAt === null).map((one) => [one.number, one]),
  );
  for (const number of body.ids) {
    const contact = live.get(number);
    if (contact === undefined) return unknownId(`contact: ${number}`);
    if (!fits(changed(readDetails(contact), changes.details))) {
      return problem(400, `This is more than can be kept of the contact ${number}`);
    }
  }
  const text = JSON.stringify(changes.details);
  await customers.changeCustomers(
    env.REGISTRY,
    { channel: partner.id, numbers: body.ids },
    text,
    now,
  );
  return nothing;
}

const KEYS = /^(?:languagecode|customertitleid|c_.+)$/;

function changesOf(
  said: unknown,
): { readonly details: ContactDetails } | { readonly problem: Problem } {
  const read = parameters.safeParse(said);
  if (!read.success) return invalid(read.error);
  const { fields, updatefields } = read.data;
  if (updatefields.some(({ updatetype = "" }) => updatetype !== "" && updatetype !== "set")) {
    return problem(400, "Only the updatetype set is offered here");
  }
  const values = updatefields.map(({ key, value }) => [key, value] as const);
  const named = { ...fields, ...Object.fromEntries(values) };
  if (!Object.keys(named).every((key) => KEYS.test(key))) {
    return problem(400, "Only languagecode, customertitleid and custom fields are changed so");
  }
  const details = contactInput.safeParse(named);
  return details.success ? { details: details.data } : invalid(details.error);
}
