// What a date may answer, in plain lines: one list of tickets, and every number counted from it. It
// shares nothing with src/date but the words of its commands. A price is named as its area; the
// area "seated" has rows of seats, the others are counted.
import type {
  Block,
  BookCommand,
  CancelCommand,
  HoldCommand,
  RebarcodeCommand,
} from "../../../src/date/commands.ts";

export const no = (reason: string, more: object = {}) => ({ ok: false, reason, ...more });
export const yes = (value: unknown) => ({ ok: true, value });
type State = "held" | "issued" | "used" | "void";
type Place = { area: string; channel: string; seat: string | null };
export type Ticket = Place & {
  serial: number;
  barcode: string;
  state: State;
  frozen: number;
  order: number | null;
};
type Seats = readonly (string | null)[];
type Booked = {
  by: BookCommand["holder"];
  same: string;
  of: Ticket[];
  answer: object;
  first: string | undefined;
  twice: boolean;
};
type Hold = { of: Ticket[]; madeAt: number; expiresAt: number; state: string };
const DAY_MS = 86_400_000;
const voidThose = (of: Ticket[], ...states: State[]) =>
  of.filter(({ state }) => states.includes(state)).map((ticket) => (ticket.state = "void")).length;

export class Oracle {
  now = 0;
  status = "on_sale";
  tickets: Ticket[] = [];
  bookings = new Map<string, Booked>();
  holds = new Map<string, Hold>();
  blocks = new Map<string, Block>();
  pools = new Map<string, string[]>();
  imported = new Set<string>();
  replaced = new Set<string>();
  rebarcodings = new Map<string, unknown>();
  times = { salesEndAt: 0, endsAt: 0 };
  capacity: Record<string, number> = {};
  rows: string[][] = [];
  allotments: Record<string, number> = {};

  at(now: number): void {
    this.now = now;
    for (const hold of this.holds.values()) if (hold.expiresAt <= now) this.end(hold, "lapsed");
  }
  end(hold: Hold, state: string): void {
    if (hold.state !== "open") return;
    voidThose(hold.of, "held");
    hold.state = state;
  }
  live = (area: string, channel: string | null = null) =>
    this.tickets.filter(
      (one) => one.state !== "void" && one.area === area && [null, one.channel].includes(channel),
    );
  blocked = (area: string, channel: string | null) =>
    [...this.blocks.values()].filter((one) => one.area === area && one.channel === channel);
  places = (area: string, channel: string | null) =>
    this.blocked(area, channel).reduce((sum, { places }) => sum + places, 0);
  isFree = (seat: string, channel: string | null) =>
    !this.live("seated").some((one) => one.seat === seat) &&
    ![null, channel].some((of) => this.blocked("seated", of).some((b) => b.seats?.includes(seat)));
  isOnSale = () => this.status === "on_sale" && this.now < this.times.salesEndAt;
  free = (area: string) =>
    (this.capacity[area] ?? Infinity) - this.live(area).length - this.places(area, null);
  left(area: string, channel: string, named = false): number {
    const seats = this.rows.flat().filter((seat) => named || this.isFree(seat, channel));
    const free = area === "seated" ? seats.length : this.free(area) - this.places(area, channel);
    const allotted = this.allotments[`${area} ${channel}`] ?? Infinity;
    const pool = this.pools.get(`${area} ${channel}`)?.length ?? Infinity;
    return Math.max(0, Math.min(free, allotted - this.live(area, channel).length, pool));
  }
  remaining(area: string, channel: string): number | null {
    const left = this.isOnSale() ? this.left(area, channel) : 0;
    return left === Infinity ? null : left;
  }

  isOut = (text: string) =>
    this.replaced.has(text) || this.tickets.some(({ barcode }) => barcode === text);

  /** `chosen`: which of equally free seats the date gave is its own affair, if they were free. */
  book(command: BookCommand, chosen: Seats): object {
    const { request, holder, price, barcodes, channel, hold } = command;
    const same = JSON.stringify([holder?.person, holder?.requestedAt, price, barcodes.length]);
    const all = [...this.bookings.values()];
    const earlier = this.bookings.get(request) ?? all.find((one) => holder && one.same === same);
    if (this.now > command.deadline) return no("deadline_passed");
    // Who is asked again for a lost answer brings the same barcodes, another caller brings others.
    if (earlier !== undefined) earlier.twice ||= earlier.first !== barcodes[0];
    if (earlier !== undefined) return earlier.answer;
    if (barcodes.some((text) => this.isOut(text))) return no("barcode_taken");
    const refused = this.refusal(command, chosen);
    const of = refused === null ? this.give(command, chosen) : [];
    const tickets = of.map(({ serial, barcode, seat }) => ({ serial, barcode, seatId: seat }));
    const answer = refused ?? yes({ tickets, remaining: this.remaining(price, channel) });
    const by = refused === null ? holder : null;
    const first = barcodes[0];
    this.bookings.set(request, { by, same: by ? same : "", of, answer, first, twice: false });
    const expiresAt = Math.min(hold?.expiresAt ?? 0, this.now + DAY_MS);
    if (hold && of.length > 0)
      this.holds.set(request, { of, madeAt: this.now, expiresAt, state: "open" });
    return answer;
  }
  refusal(command: BookCommand, chosen: Seats): object | null {
    const { price: area, channel, holder, barcodes, seats } = command;
    if (command.expectedAmount !== 1250) return no("price_mismatch", { amount: 1250 });
    if (!this.isOnSale()) return no("closed");
    const own = [...this.bookings.values()].filter(({ by }) => by && by.person === holder?.person);
    if (own.some(({ by }) => by!.requestedAt > holder!.requestedAt)) return no("stale");
    for (const { of } of own) voidThose(of, "issued");
    const unknown = seats?.filter((id) => area !== "seated" || !this.rows.flat().includes(id));
    if (unknown?.length) return no("unknown_seats", { seats: unknown });
    const taken = seats?.filter((id, i) => !this.isFree(id, channel) || seats.indexOf(id) !== i);
    if (taken?.length) return no("seats_taken", { seats: taken });
    const left = this.left(area, channel, seats !== null);
    if (left === 0) return no("sold_out");
    if (left < barcodes.length) return no("not_enough", { remaining: left });
    const isFair =
      new Set(chosen).size === barcodes.length && (!seats || seats.join() === chosen.join());
    if (area !== "seated" || (isFair && chosen.every((id) => id && this.isFree(id, channel))))
      return null;
    return no("the seats given are not free ones, one for each");
  }
  give({ price, channel, barcodes, hold }: BookCommand, chosen: Seats): Ticket[] {
    const pool = this.pools.get(`${price} ${channel}`)?.splice(0, barcodes.length);
    const state = hold === null ? "issued" : "held";
    for (const [index, barcode] of (pool ?? barcodes).entries()) {
      const place = { area: price, channel, seat: chosen[index] ?? null };
      const serial = this.tickets.length + 1;
      const order = hold?.order ?? null;
      this.tickets.push({ ...place, serial, barcode, state, frozen: 0, order });
    }
    return this.tickets.slice(-barcodes.length);
  }
  withdraw(request: string): object {
    const { of, twice } = this.bookings.get(request) ?? { of: [], twice: true };
    const hold = this.holds.get(request);
    if (!twice) this.bookings.delete(request);
    if (!twice && hold !== undefined) this.end(hold, "released");
    if (!twice) this.holds.delete(request);
    return yes(twice ? 0 : voidThose(of, "issued"));
  }
  cancel({ deadline, channel, barcodes }: CancelCommand, isFreeze: boolean): object {
    if (this.now > deadline) return no("deadline_passed");
    const known = [...new Set(barcodes)].flatMap((text) =>
      this.tickets.filter((one) => one.barcode === text && [null, one.channel].includes(channel)),
    );
    if (known[0] === undefined) return no("unknown_barcode");
    const isUsed = known.some(({ state }) => state === "used");
    if (isUsed && this.now < this.times.endsAt) return no("already_used");
    const cancelled = isFreeze ? 0 : voidThose(known, "issued", "held");
    if (isFreeze) for (const ticket of known) ticket.frozen = this.now + 10_000;
    return yes({ cancelled, remaining: this.remaining(known[0].area, known[0].channel) });
  }
  hold(
    what: "confirm" | "release" | "extend",
    command: HoldCommand & { expiresAt?: number },
  ): object {
    const holds = command.holds.map((id) => this.holds.get(id));
    const known = holds.filter((hold) => hold !== undefined);
    if (this.now > command.deadline) return no("deadline_passed");
    if (what === "release") return (known.forEach((hold) => this.end(hold, "released")), yes([]));
    if (known.length < holds.length) return no("unknown_hold");
    if (known.some(({ state }) => state === "lapsed" || state === "released")) return no("lapsed");
    for (const hold of known) {
      const { madeAt, state } = hold;
      if (what === "confirm") hold.state = "confirmed";
      else if (state === "open") hold.expiresAt = Math.min(command.expiresAt ?? 0, madeAt + DAY_MS);
      for (const one of hold.of)
        if (what === "confirm" && one.state === "held") one.state = "issued";
    }
    const left = known.flatMap(({ of }) => of).filter(({ state }) => state !== "void");
    return yes(
      left.map(({ serial, barcode, state, seat }) => ({ serial, barcode, state, seatId: seat })),
    );
  }
  block(wanted: Block): object {
    const former = this.blocks.get(wanted.id);
    this.blocks.delete(wanted.id);
    const back = (answer: object) => (former && this.blocks.set(wanted.id, former), answer);
    const { area, places, channel, seats } = wanted;
    const unknown = seats?.filter((id) => !this.rows.flat().includes(id));
    if (unknown?.length) return back(no("unknown_seats", { seats: unknown }));
    const taken = seats?.filter((id) => channel === null && !this.isFree(id, null));
    if (taken?.length) return back(no("seats_taken", { seats: taken }));
    const free = seats || channel !== null ? Infinity : this.free(area);
    if (free < places) return back(no("not_enough", { remaining: free }));
    this.blocks.set(wanted.id, wanted);
    return yes(wanted);
  }
  import(place: { area: string; channel: string }, barcodes: string[]): object {
    const known = barcodes.filter((text) => this.imported.has(text) || this.isOut(text));
    if (known.length > 0) return no("known_barcodes", { barcodes: known });
    const key = `${place.area} ${place.channel}`;
    this.pools.set(key, [...(this.pools.get(key) ?? []), ...barcodes]);
    for (const text of barcodes) this.imported.add(text);
    return yes({ imported: barcodes.length });
  }
  rebarcode({ request, deadline, channel, tickets }: RebarcodeCommand): object {
    if (this.now > deadline) return no("deadline_passed");
    const earlier = this.rebarcodings.get(request);
    if (earlier !== undefined) return yes({ changes: [], orders: earlier });
    const named = tickets.map(({ serial, barcode }) => ({
      one: this.tickets[serial - 1],
      barcode,
    }));
    for (const [index, { one, barcode }] of named.entries()) {
      const serial = tickets[index]?.serial;
      const isOwn = one?.channel === channel && one.order !== null && one.state !== "void";
      if (one === undefined || !isOwn) return no("unknown_ticket", { serial });
      if (one.barcode === barcode) continue;
      if (one.state === "held") return no("not_issued", { serial });
      if (one.state === "used") return no("already_used", { serial });
      if (this.now < one.frozen) return no("being_cancelled", { serial });
    }
    const changing = named.filter(({ one, barcode }) => one?.barcode !== barcode);
    const taken = changing.find(({ barcode }) => this.isOut(barcode) || this.imported.has(barcode));
    if (taken !== undefined) return no("barcode_taken", { barcode: taken.barcode });
    const orders = [...new Set(named.map(({ one }) => one?.order))];
    const changes = changing.map(({ one, barcode }) => {
      this.replaced.add(one!.barcode);
      this.imported.add((one!.barcode = barcode));
      return { serial: one!.serial, barcode, area: one!.area, order: one!.order };
    });
    if (changes.length > 0) this.rebarcodings.set(request, orders);
    return yes({ changes, orders });
  }
  configure(change: { status: string; capacity: number }): object {
    const out = this.live("counted").length + this.places("counted", null);
    if (this.status === "cancelled" && change.status !== "cancelled")
      return no("already_cancelled");
    if (out > change.capacity) return no("capacity_below_sold", { area: "counted", out });
    [this.status, this.capacity["counted"]] = [change.status, change.capacity];
    if (this.status !== "cancelled") return yes(null);
    for (const hold of this.holds.values()) this.end(hold, "released");
    voidThose(this.tickets, "issued", "held", "used");
    return yes(null);
  }
}
