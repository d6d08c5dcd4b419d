/** What pass Culture signs, and what those sign who take its wire body for something else. */
import { utf8 } from "../../core/bytes.ts";
import { decodeWire } from "../../doors/passculture/signature.ts";
import type { SignedText } from "../explanation.ts";
import { otherForms } from "../json-forms.ts";
import type { WrongTexts } from "../mistakes.ts";

/** The door's own candidates: the inner string first, where the body is a string. */
export function passcultureTexts(body: string): SignedText[] {
  const { candidates } = decodeWire(utf8(body));
  return candidates.map((text, index) => ({
    rule: index === 0 && candidates.length > 1 ? "inner-string" : "body",
    text,
  }));
}

export function wrongTexts(body: string): WrongTexts {
  const { text } = decodeWire(utf8(body));
  const inner = text ?? body;
  return {
    "raw-body": inner === body ? [] : [body],
    "double-encoded": [JSON.stringify(inner), JSON.stringify(JSON.stringify(inner))],
    "json-rewritten": otherForms(inner),
    "body-escapes-kept": [body.replace(/^"/, "").replace(/"$/, ""), inner.replaceAll('"', '\\"')],
    "nothing-signed": [""],
  };
}
