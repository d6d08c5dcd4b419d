// What a million bookings cost at Cloudflare's list prices (November 2026), beyond what the paid plan
// includes: by the requests and rows that one booking of one ticket makes, and its processor time.
export interface Item {
  readonly what: string;
  readonly each: number;
  /** US dollars for a million of them. */
  readonly perMillion: number;
}

/** test/worker/rows.test.ts counts the rows. */
export function itemsOf(cpuMsEach: number): readonly Item[] {
  return [
    { what: "Worker requests", each: 1, perMillion: 0.3 },
    { what: "CPU milliseconds", each: cpuMsEach, perMillion: 0.02 },
    { what: "object requests", each: 1, perMillion: 0.15 },
    { what: "rows written by the date", each: 5, perMillion: 1 },
    { what: "rows written by the registry", each: 3, perMillion: 1 },
    // Two for the call that is kept, and one for the call that goes for it.
    { what: "rows written by the log of calls", each: 3, perMillion: 1 },
  ];
}

export function costOf(items: readonly Item[]): number {
  return items.reduce((sum, { each, perMillion }) => sum + each * perMillion, 0);
}
