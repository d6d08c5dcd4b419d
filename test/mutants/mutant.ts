// One guard removed: a replacement that must fit exactly once, and the tests that should notice.

export interface Mutant {
  /** What is no longer guarded, in the words of the promise. */
  readonly name: string;
  /** Below the repository's root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Test files, below `test/`, of which at least one must fail. */
  readonly noticedBy: readonly string[];
}

export type Verdict =
  | { readonly kind: "killed"; readonly by: string }
  | { readonly kind: "lives" }
  /** The harness is at fault, or the guard has moved: the text does not fit once, or nothing ran. */
  | { readonly kind: "broken"; readonly why: string };

/** The source with the guard removed. Throws when the text is not there exactly once. */
export function mutate(text: string, { find, replace, file }: Mutant): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`found ${parts.length - 1} times in ${file}: ${find}`);
  if (find === replace) throw new Error(`nothing is changed in ${file}`);
  return parts.join(replace);
}
