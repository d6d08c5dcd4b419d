/**
 * A customer file of elsewhere, taken over (contracts/ticketmatic.md 3.3): each row for itself, with
 * why not beside those that are not contacts.
 */
import * as z from "zod";
import { TICKETMATIC_IDS_PER_BATCH_MAX } from "../../../core/limits.ts";
import { invalid, json, type Reply } from "../answers.ts";
import type { Call } from "../endpoint.ts";
import { listBody } from "../wire.ts";
import { contactInput } from "./contact.ts";
import { makeCustomers, NO_NUMBER } from "./make.ts";

export const importBody = listBody(z.array(z.unknown()).max(TICKETMATIC_IDS_PER_BATCH_MAX));

export async function importContacts(
  call: Call<unknown, z.output<typeof importBody>>,
): Promise<Reply> {
  const rows = call.body.map((row) => contactInput.safeParse(row));
  const good = rows.flatMap((row) => (row.success ? [row.data] : []));
  const made = (await makeCustomers(call, good)).values();
  return json(
    rows.map((row) => {
      if (!row.success) return { id: 0, ok: false, error: reasonOf(row.error) };
      const customer = made.next().value ?? null;
      return customer === null
        ? { id: 0, ok: false, error: NO_NUMBER.problem.message }
        : { id: customer.number, ok: true, error: "" };
    }),
  );
}

function reasonOf(error: z.ZodError): string {
  const isEmail = error.issues.every(({ path }) => path[0] === "email");
  return isEmail ? "Invalid email" : invalid(error).problem.message;
}
