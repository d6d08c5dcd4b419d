/** The two languages of the inspector, and which one its reader asks for. */
import { languageOf } from "../../ticket/language.ts";

export type Language = "fr" | "en";

/** What the address says decides, else the browser's settings. */
export function pageLanguage(asked: string | undefined, header: string): Language {
  if (asked === "fr" || asked === "en") return asked;
  return languageOf(header) === "fr" ? "fr" : "en";
}
