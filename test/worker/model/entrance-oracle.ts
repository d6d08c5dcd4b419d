// What the entrance of a date may answer, in plain lines: who is inside, and since when.
import type { ScanCommand } from "../../../src/date/entrance/commands.ts";
import { no, type Oracle, type Ticket, yes } from "./oracle.ts";

export class EntranceOracle {
  readonly #answers = new Map<string, object>();
  readonly #inside = new Map<Ticket, number>();
  /** When the ticket passed last: two scans of one moment are told apart by one millisecond. */
  readonly #passed = new Map<Ticket, number>();

  scan(oracle: Oracle, command: ScanCommand): object {
    const { device, id, barcode, stranger } = command;
    if (oracle.now > command.deadline) return no("deadline_passed");
    const ticket = oracle.tickets.find((one) => one.barcode === barcode);
    const isOld = ticket === undefined && oracle.replaced.has(barcode);
    if (ticket === undefined && stranger === null && !isOld) return no("unknown");
    const key = JSON.stringify([device, id, barcode]);
    const answer =
      this.#answers.get(key) ?? (isOld ? no("void") : this.#judge(oracle, ticket, command));
    this.#answers.set(key, answer);
    return answer;
  }

  #judge({ now }: Oracle, ticket: Ticket | undefined, { direction, stranger }: ScanCommand) {
    if (ticket === undefined) return no(stranger ?? "unknown");
    const since = this.#inside.get(ticket);
    if (direction === "out" && since === undefined) return no("not_inside");
    if (direction === "in" && ticket.state === "void") return no("void");
    if (direction === "in" && ticket.state === "held") return no("not_paid");
    if (direction === "in" && now < ticket.frozen) return no("being_cancelled");
    if (direction === "in" && since !== undefined)
      return no("already_inside", { since, gate: null });
    const at = Math.max(now, (this.#passed.get(ticket) ?? 0) + 1);
    this.#passed.set(ticket, at);
    if (direction === "in") this.#inside.set(ticket, at);
    else this.#inside.delete(ticket);
    if (ticket.state === "issued") ticket.state = "used";
    return yes({ serial: ticket.serial, at: now });
  }
}
