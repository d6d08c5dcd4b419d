/** Contacts: the venue's customer file, the one place where the registry names people. */
import * as z from "zod";
import { toIso } from "../../core/clock.ts";
import {
  type Contact,
  deleteContact,
  listContacts,
  readContact,
  writeContact,
} from "../../registry/contacts.ts";
import { done, operation, problem } from "../operation.ts";
import { contactBody, contactReply as answer } from "../order-schema.ts";
import * as schema from "../schema.ts";

const tag = "Contacts";
const params = z.object({ contact: schema.id });
const refusals = { 404: "There is no such contact" };
const unknownContact = problem(404, "Unknown contact", "There is no such contact.");

function contactReply(contact: Contact) {
  return { ...contact, changedAt: toIso(contact.changedAt) };
}

const putContact = operation({
  id: "putContact",
  method: "put",
  path: "/contacts/{contact}",
  tag,
  summary: "Note how to reach someone",
  description: "Keep no more than you need; orders know the id alone.",
  params,
  body: contactBody,
  answer,
  success: [200],
  async run({ env, params: { contact: id }, body, now }) {
    const contact = { id, ...body, changedAt: now };
    await writeContact(env.REGISTRY, contact);
    return done(contactReply(contact));
  },
});

const getContact = operation({
  id: "getContact",
  method: "get",
  path: "/contacts/{contact}",
  tag,
  summary: "One contact",
  params,
  answer,
  success: [200],
  refusals,
  async run({ env, params: { contact: id } }) {
    const contact = await readContact(env.REGISTRY, id);
    return contact === null ? unknownContact : done(contactReply(contact));
  },
});

const removeContact = operation({
  id: "deleteContact",
  method: "delete",
  path: "/contacts/{contact}",
  tag,
  summary: "Forget the person",
  description: "Orders keep the id, which then names nobody.",
  params,
  answer: z.object({ id: schema.id }),
  success: [200],
  async run({ env, params: { contact: id } }) {
    await deleteContact(env.REGISTRY, id);
    return done({ id });
  },
});

const getContacts = operation({
  id: "listContacts",
  method: "get",
  path: "/contacts",
  tag,
  summary: "Contacts by id",
  query: schema.page,
  answer: z.object({ contacts: z.array(answer), next: schema.next }),
  success: [200],
  async run({ env, query }) {
    const contacts = await listContacts(env.REGISTRY, query.after, query.limit);
    const next = contacts.length === query.limit ? (contacts.at(-1)?.id ?? null) : null;
    return done({ contacts: contacts.map(contactReply), next });
  },
});

export const contactOperations = [getContacts, putContact, getContact, removeContact];
