/**
 * The sandbox: events, dates and channels for partners to try things on. What belongs to it is called
 * `sandbox-…`. A name never changes, so nothing real can be turned into a part of the sandbox, nor
 * the reverse, and telling them apart asks nobody.
 */

/** The channel of pass Culture's calls that are signed with a sandbox key. */
export const SANDBOX_PASSCULTURE = "sandbox-passculture";

export function isSandbox(name: string): boolean {
  return name === "sandbox" || name.startsWith("sandbox-");
}

/** What a channel of the sandbox can be told to suffer. */
export const MISBEHAVIOURS = ["late", "error", "lost", "sold_out", "one_less"] as const;
export type Misbehaviour = (typeof MISBEHAVIOURS)[number];
