// What the client was told. Nothing else is known here: the window is judged by its own words.

export type Expected = "held" | "issued" | "used" | "void";

export interface Promised {
  readonly date: string;
  readonly barcode: string;
  readonly seat: string | null;
  state: Expected;
}

export class Ledger {
  /** By barcode: every ticket that was ever promised, in the state that was last answered. */
  readonly tickets = new Map<string, Promised>();
  /** What must not be said at all: other answers to a repeat, or a wrong "sold out". */
  readonly contradictions: string[] = [];
  answers = 0;
  /** Calls that were cut by a kill and made again. */
  retries = 0;
  /** By what was asked and the status it was answered with. */
  readonly statuses = new Map<string, number>();

  promise(date: string, barcode: string, seat: string | null, state: Expected): Promised {
    if (this.tickets.has(barcode)) {
      this.contradictions.push(`the barcode ${barcode} was given twice`);
    }
    const promised = { date, barcode, seat, state };
    this.tickets.set(barcode, promised);
    return promised;
  }

  heard(what: string, status: number): void {
    this.answers += 1;
    const key = `${what} ${status}`;
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
  }
}
