/** How a device at the entrance is told why a ticket is not let through. */
import { toIso } from "../core/clock.ts";
import { type Refused, unreachable } from "../core/result.ts";
import type { ScanAnswer } from "../date/client/entrance.ts";
import type { ScanRefusal } from "../date/entrance/commands.ts";
import type { Problem } from "../web/problem.ts";
import { problem } from "./operation.ts";
import { dateProblem } from "./replies.ts";

/** RFC 9457 leaves room for more: what a scanner's program decides on. */
interface ScanProblem extends Problem {
  readonly reason: ScanRefusal["reason"];
  readonly since?: string;
  readonly gate?: string | null;
  readonly gates?: readonly string[];
  readonly opensAt?: string;
  readonly closesAt?: string;
}

export function scanProblem(answer: Exclude<ScanAnswer, { ok: true }>): Problem {
  switch (answer.reason) {
    case "not_configured":
    case "deadline_passed":
    case "unavailable":
    case "setting":
      return dateProblem(answer);
    default:
      return refusalProblem(answer);
  }
}

function refusalProblem(refusal: Refused<ScanRefusal>): ScanProblem {
  const { reason } = refusal;
  const told = (status: number, title: string, detail: string) => ({
    ...problem(status, title, detail),
    reason,
  });
  switch (refusal.reason) {
    case "unknown":
      return told(404, "Unknown barcode", "No ticket has this barcode.");
    case "forged":
      return told(404, "Forged barcode", "The barcode was not made here, or was mistyped.");
    case "other_date":
      return told(409, "Other date", "The ticket is for another date.");
    case "void":
      return told(409, "Void", "The ticket was cancelled.");
    case "not_paid":
      return told(409, "Not paid", "The ticket is only reserved; its order is not confirmed.");
    case "being_cancelled":
      return told(409, "Being cancelled", "Its cancellation is under way; scan again in 10 s.");
    case "not_inside":
      return told(409, "Not inside", "Nobody came in with this ticket, or they went out already.");
    case "already_inside": {
      const since = toIso(refusal.since);
      const where = refusal.gate === null ? "" : ` by gate ${refusal.gate}`;
      const detail = `Somebody came in with this ticket at ${since}${where}.`;
      return { ...told(409, "Already inside", detail), since, gate: refusal.gate };
    }
    case "wrong_gate": {
      const detail = `The ticket goes in by: ${refusal.gates.join(", ")}.`;
      return { ...told(409, "Wrong gate", detail), gates: refusal.gates };
    }
    case "too_early": {
      const opensAt = toIso(refusal.opensAt);
      return { ...told(409, "Too early", `The doors open at ${opensAt}.`), opensAt };
    }
    case "too_late": {
      const closesAt = toIso(refusal.closesAt);
      return { ...told(409, "Too late", `The doors closed at ${closesAt}.`), closesAt };
    }
    default:
      return unreachable(refusal);
  }
}
