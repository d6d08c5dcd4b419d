/** Who may pass at the entrance now: the rules in the order in which a refusal names them. */
import type { Gate } from "../../core/domain.ts";
import { refused, type Refused } from "../../core/result.ts";
import type { House } from "../house.ts";
import type { StoredTicket } from "../tickets.ts";
import type { ScanCommand, ScanRefusal } from "./commands.ts";
import type { ScanFact } from "./fold.ts";

type Objection = Refused<ScanRefusal> | null;

/** Why the ticket can't go in or out now, or null when it can. */
export function objection(
  date: House,
  ticket: StoredTicket,
  inside: ScanFact | null,
  scan: ScanCommand,
  now: number,
): Objection {
  // Out is anybody who is in, whatever became of the ticket and of the hour.
  if (scan.direction === "out") {
    return inside === null ? refused("not_inside") : gateObjection(date, null, scan);
  }
  return (
    ticketObjection(ticket, now) ??
    (inside === null ? null : refused("already_inside", { since: inside.at, gate: inside.gate })) ??
    gateObjection(date, ticket.area, scan) ??
    hourObjection(date, now)
  );
}

function ticketObjection(ticket: StoredTicket, now: number): Objection {
  if (ticket.state === "void") return refused("void");
  if (ticket.state === "held") return refused("not_paid");
  // Its cancellation is under way: admitting now could break "all or none" of that call.
  return now < ticket.frozenUntil ? refused("being_cancelled") : null;
}

/** `area` is null on the way out, where every gate of the date will do. */
function gateObjection({ entry }: House, area: string | null, scan: ScanCommand): Objection {
  if (entry.gates.length === 0 || (scan.gate === null && scan.mayOmitGate)) return null;
  const serves = ({ areas }: Gate) => area === null || areas === null || areas.includes(area);
  const right = entry.gates.filter(serves).map(({ id }) => id);
  return scan.gate !== null && right.includes(scan.gate)
    ? null
    : refused("wrong_gate", { gates: right });
}

function hourObjection({ entry: { opensAt, closesAt } }: House, now: number): Objection {
  if (opensAt !== null && now < opensAt) return refused("too_early", { opensAt });
  if (closesAt !== null && now >= closesAt) return refused("too_late", { closesAt });
  return null;
}
