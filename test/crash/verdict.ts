// Compares what the client was told with what the dates and the registry say, once all is quiet.
import type { DateState, OperatorClient, Ticket } from "../support/operator-client.ts";
import type { RegistryFile } from "../support/registry-file.ts";
import { until } from "../support/until.ts";
import type { House } from "./house.ts";
import type { Ledger } from "./ledger.ts";

const DRAIN_LIMIT_MS = 60_000;

export interface Verdict {
  readonly problems: readonly string[];
  readonly tickets: number;
  readonly live: number;
}

/** `seen` are the barcodes of the rounds before, and is given those of this one. */
export async function judge(
  operator: OperatorClient,
  registry: RegistryFile,
  house: House,
  ledger: Ledger,
  seen: Set<string>,
): Promise<Verdict> {
  const problems = [...ledger.contradictions];
  let [all, live] = [0, 0];
  for (const { id } of house.dates) {
    const tickets = await operator.tickets(id);
    const alive = tickets.filter(({ state }) => state !== "void");
    [all, live] = [all + tickets.length, live + alive.length];
    const state = await drained(operator, id);
    const found = [
      ...ledgerProblems(id, tickets, ledger),
      ...ownProblems(tickets, alive, seen),
      ...countProblems(state, alive.length, house.capacities.get(id)),
      ...registryProblems(id, tickets, registry),
      ...(await operator.audit(id)).problems.map((problem) => `its audit: ${String(problem)}`),
    ];
    problems.push(...found.map((problem) => `${id}: ${problem}`));
  }
  return { problems, tickets: all, live };
}

/** The date, once it has nothing left to tell the registry. */
function drained(operator: OperatorClient, id: string): Promise<DateState> {
  return until(`the outbox of ${id} is empty`, DRAIN_LIMIT_MS, async () => {
    const state = await operator.date(id);
    return state.unpublished === 0 && state;
  });
}

/** Each promise is kept, and nobody has a place that was promised to nobody. */
function ledgerProblems(id: string, tickets: readonly Ticket[], ledger: Ledger): string[] {
  const own = [...ledger.tickets.values()].filter(({ date }) => date === id);
  const byBarcode = new Map(tickets.map((ticket) => [ticket.barcode, ticket]));
  const broken = own.flatMap(({ barcode, state, seat }) => {
    const ticket = byBarcode.get(barcode);
    if (ticket === undefined) return [`the promised ticket ${barcode} is missing`];
    return ticket.state === state && ticket.seat === seat
      ? []
      : [
          `ticket ${barcode} of ${ticket.channel} is ${ticket.state} on ${ticket.seat}, ` +
            `not ${state} on ${seat}`,
        ];
  });
  const leaked = tickets
    .filter(({ barcode, state }) => state !== "void" && !ledger.tickets.has(barcode))
    .map(({ barcode, state }) => `ticket ${barcode} is ${state} and was promised to nobody`);
  return [...broken, ...leaked];
}

function ownProblems(
  tickets: readonly Ticket[],
  alive: readonly Ticket[],
  seen: Set<string>,
): string[] {
  const problems = tickets.flatMap(({ serial }, index) =>
    serial === index + 1 ? [] : [`serial ${serial} comes at place ${index + 1}`],
  );
  for (const { barcode } of tickets) {
    if (seen.has(barcode)) problems.push(`barcode ${barcode} exists twice`);
    seen.add(barcode);
  }
  const seats = alive.flatMap(({ seat }) => (seat === null ? [] : [seat]));
  const doubled = seats.filter((seat, index) => seats.indexOf(seat) !== index);
  return [...problems, ...doubled.map((seat) => `seat ${seat} has two live tickets`)];
}

function countProblems(state: DateState, live: number, capacity: number | undefined): string[] {
  const [area] = state.areas;
  if (area === undefined || capacity === undefined) return ["its area is missing"];
  const taken = area.issued + area.used + area.held + area.blocked;
  return [
    ...(taken === live ? [] : [`it counts ${taken} places, and has ${live} live tickets`]),
    ...(taken + (area.free ?? Number.NaN) === capacity ? [] : [`a place has leaked`]),
  ];
}

/** The registry's rows are the date's tickets, field by field. */
function registryProblems(
  id: string,
  tickets: readonly Ticket[],
  registry: RegistryFile,
): string[] {
  const known = new Map(registry.ticketsOf(id).map((row) => [row["barcode"], row]));
  const differing = tickets.flatMap((ticket) => {
    const row = known.get(ticket.barcode);
    known.delete(ticket.barcode);
    if (row === undefined) return [`the registry lacks ticket ${ticket.barcode}`];
    const fields = ["serial", "state", "channel", "price", "area", "amount", "seat"] as const;
    return fields
      .filter((field) => row[field] !== ticket[field])
      .map((field) => `the registry says another ${field} of ticket ${ticket.barcode}`);
  });
  return [
    ...differing,
    ...[...known.keys()].map((barcode) => `${String(barcode)} is unknown here`),
  ];
}
