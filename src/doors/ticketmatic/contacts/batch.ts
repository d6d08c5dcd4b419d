/** The same for many contacts of the account (contracts/ticketmatic.md 3.3). */
import * as z from "zod";
import { TICKETMATIC_IDS_PER_BATCH_MAX } from "../../../core/limits.ts";
import * as customers from "../../../registry/customers.ts";
import { invalid, nothing, type Problem, problem, type Reply, unknownId } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { fieldsOf, updateFields } from "../update-fields.ts";
import { id } from "../wire.ts";
import { changed, type ContactDetails, contactInput, fits, readDetails } from "./contact.ts";

/** What is changed, in its older spelling as an object and in its newer one as a list. */
const parameters = z.object({
  fields: z.record(z.string(), z.unknown()).default({}),
  updatefields: updateFields,
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

const FIXED = ["languagecode", "customertitleid"];

function changesOf(
  said: unknown,
): { readonly details: ContactDetails } | { readonly problem: Problem } {
  const read = parameters.safeParse(said);
  if (!read.success) return invalid(read.error);
  const { fields, updatefields } = read.data;
  const older = Object.entries(fields).map(([key, value]) => ({ key, value }));
  const named = fieldsOf([...older, ...updatefields], FIXED);
  if ("problem" in named) return named;
  const details = contactInput.safeParse(named.fields);
  return details.success ? { details: details.data } : invalid(details.error);
}
