// Builders for tests inside workerd: a fresh date, commands with defaults, and its object at hand.
import { env } from "cloudflare:workers";
import type { AreaConfig, DateConfig, Price } from "../../src/core/domain.ts";
import type { SeatingPlan } from "../../src/core/seats.ts";
import { dateCode } from "../../src/core/ids.ts";
import type { EventDate } from "../../src/date/event-date.ts";
import type { BookCommand, Booked, BookOutcome, CancelCommand } from "../../src/date/commands.ts";
import type { ScanCommand, ScanOutcome } from "../../src/date/entrance/commands.ts";
import schema from "../../schema.sql";

export const HOUR_MS = 3_600_000;
export const CHANNEL = "partner";

export interface TestDate {
  readonly id: string;
  readonly code: string;
  readonly stub: DurableObjectStub<EventDate>;
  readonly config: DateConfig;
  /** Configures it again with some fields changed. */
  configure(changes?: Partial<DateConfig>): Promise<Awaited<ReturnType<EventDate["configure"]>>>;
  book(changes?: Partial<BookCommand>): Promise<BookOutcome>;
  cancel(
    barcodes: readonly string[],
    changes?: Partial<CancelCommand>,
  ): Promise<Awaited<ReturnType<EventDate["cancel"]>>>;
  /** Lets a ticket in, now. */
  scan(barcode: string, changes?: Partial<ScanCommand>): Promise<ScanOutcome>;
  state(): Promise<Extract<Awaited<ReturnType<EventDate["state"]>>, { ok: true }>["value"]>;
}

/** A date on sale in a week, with one area of `capacity` places and one price of 1250. */
export async function aDate(changes: Partial<DateConfig> = {}, capacity: number | null = 10) {
  const date = await unconfigured(changes, capacity);
  const outcome = await date.configure();
  if (!outcome.ok) throw new Error(`the date was refused: ${outcome.reason}`);
  return date;
}

/** The same, known to nobody yet. */
export async function unconfigured(
  changes: Partial<DateConfig> = {},
  capacity: number | null = 10,
): Promise<TestDate> {
  const id = `date-${crypto.randomUUID().slice(0, 13)}`;
  const code = await dateCode(id);
  const startsAt = Date.now() + 7 * 24 * HOUR_MS;
  const config: DateConfig = {
    id,
    code,
    number: 1 + Math.floor(Math.random() * 2 ** 31),
    event: {
      id: `event-of-${id}`.slice(0, 40),
      number: 1 + Math.floor(Math.random() * 2 ** 31),
      title: "Cyrano",
      venue: { name: "Théâtre de l’Île", timeZone: "Europe/Paris" },
      version: 1,
    },
    status: "on_sale",
    startsAt,
    endsAt: startsAt + 2 * HOUR_MS,
    salesEndAt: startsAt,
    keepTogether: false,
    entry: { opensAt: null, closesAt: null, gates: [] },
    areas: [countedArea("parterre", capacity)],
    prices: [aPrice("full", "parterre")],
    allotments: [],
    ...changes,
  };
  // A stub is broken for good once its object was aborted: each call gets a new one.
  const fresh = () => env.EVENT_DATE.getByName(code);
  const date: TestDate = {
    id,
    code,
    config,
    get stub() {
      return fresh();
    },
    configure: async (more = {}) => fresh().configure({ ...config, ...more }, [CHANNEL]),
    book: async (more = {}) => fresh().book(aBooking(more)),
    cancel: async (barcodes, more = {}) =>
      fresh().cancel({ deadline: Date.now() + HOUR_MS, channel: CHANNEL, barcodes, ...more }),
    scan: async (barcode, more = {}) => fresh().scan(aScan(barcode, more)),
    state: async () => {
      const state = await fresh().state([CHANNEL]);
      if (!state.ok) throw new Error(state.reason);
      return state.value;
    },
  };
  return date;
}

export function aBooking(changes: Partial<BookCommand> = {}): BookCommand {
  return {
    request: crypto.randomUUID(),
    deadline: Date.now() + HOUR_MS,
    channel: CHANNEL,
    price: "full",
    expectedAmount: 1250,
    barcodes: [aBarcode()],
    seats: null,
    accessible: 0,
    holder: null,
    hold: null,
    ...changes,
  };
}

export function countedArea(id: string, capacity: number | null): AreaConfig {
  return { id, label: id, capacity, plan: null };
}

/** A seated area: rows of so many seats each, the first row nearest to its focus. */
export function seatedArea(id: string, rows: readonly number[]): AreaConfig {
  const widest = Math.max(...rows);
  const plan: SeatingPlan = {
    focus: { x: (widest - 1) / 2, y: -2 },
    blocks: [
      {
        label: id,
        rows: rows.map((seats, rank) => ({
          label: String.fromCharCode(65 + rank),
          rank,
          seats: Array.from({ length: seats }, (_, pos) => ({
            id: `${String.fromCharCode(65 + rank)}${pos + 1}`,
            label: String(pos + 1),
            pos,
            x: pos,
            y: rank,
          })),
        })),
      },
    ],
  };
  return { id, label: id, capacity: rows.reduce((sum, seats) => sum + seats, 0), plan };
}

export function aPrice(id: string, area: string): Price {
  return { id, area, category: null, label: id, amount: 1250, currency: "EUR" };
}

export function aScan(barcode: string, changes: Partial<ScanCommand> = {}): ScanCommand {
  return {
    deadline: Date.now() + HOUR_MS,
    device: "door-1",
    id: crypto.randomUUID(),
    barcode,
    direction: "in",
    gate: null,
    mayOmitGate: false,
    stranger: "unknown",
    ...changes,
  };
}

export function aBarcode(): string {
  return crypto.randomUUID();
}

export function aHolder(changes: Partial<NonNullable<BookCommand["holder"]>> = {}) {
  return {
    person: crypto.randomUUID(),
    requestedAt: 1_000_000,
    name: "Zoé Lefèvre",
    email: "zoe@example.org",
    ...changes,
  };
}

/** What was booked; throws when it was refused. */
export function booked(outcome: BookOutcome): Booked {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

export function barcodesOf(outcome: BookOutcome): string[] {
  return booked(outcome).tickets.map(({ barcode }) => barcode);
}

/** Creates the registry's tables; harmless when they are there. */
export async function createRegistry(): Promise<void> {
  const statements = schema
    .replaceAll(/^\s*--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  await env.REGISTRY.batch(statements.map((statement) => env.REGISTRY.prepare(statement)));
}
