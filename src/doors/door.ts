/** The contract of a door: a partner protocol, mounted at the partner's own paths. */
import type { Part } from "../web/part.ts";

export interface Door {
  readonly name: string;
  /** The channel under which it sells; null where each of its partners is a channel. */
  readonly channel: string | null;
  /** Where it is mounted. The door answers every path below, unknown ones too, in its own words. */
  readonly path: string;
  /** The kinds of partner ids that can be listed for its stocks. */
  readonly listingKinds: readonly string[];
  readonly routes: Part;
}
