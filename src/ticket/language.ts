/** The languages of a ticket, and which one its reader asks for. */

export const LANGUAGES = ["fr", "en", "nl", "de"] as const;
export type Language = (typeof LANGUAGES)[number];
/** For who reads none of them, or does not say. */
const OTHERWISE: Language = "en";
const CHOICES_MAX = 20;

/** The best match of an Accept-Language header: `fr-BE` is French. */
export function languageOf(header: string): Language {
  const choices = header
    .split(",", CHOICES_MAX)
    .map((choice) => {
      const [, tag = "", quality = "1"] =
        /^\s*([A-Za-z]{1,8})[\w-]*\s*(?:;\s*q=([\d.]+))?\s*$/.exec(choice) ?? [];
      return { language: asLanguage(tag.toLowerCase()), quality: Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return choices.find(({ language }) => language !== null)?.language ?? OTHERWISE;
}

function asLanguage(text: string): Language | null {
  return LANGUAGES.find((language) => language === text) ?? null;
}
