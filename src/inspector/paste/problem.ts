/** Why a pasted text is no request: a name for the words of the page, and the piece that is wrong. */
import { type Refused, refused, type Result } from "../../core/result.ts";

export type PasteFault =
  | "empty"
  | "too-long"
  | "neither"
  | "quote-open"
  | "substitution"
  | "several-commands"
  | "escape"
  | "no-url"
  | "bad-url"
  | "two-urls"
  | "option"
  | "option-value"
  | "file"
  | "form"
  | "header"
  | "request-line"
  | "header-line"
  | "no-host";

export type PasteProblem = {
  readonly reason: "paste";
  readonly fault: PasteFault;
  readonly piece: string;
};
export type Pasted<Value> = Result<Value, PasteProblem>;

const PIECE_CHARACTERS_MAX = 60;

export function wrong(fault: PasteFault, piece = ""): Refused<PasteProblem> {
  return refused("paste", { fault, piece: piece.slice(0, PIECE_CHARACTERS_MAX) });
}
