/** The same instant as other clocks and libraries write it: a time is signed as it is sent. */
import { parseMillis } from "../../core/clock.ts";

const HOUR_MS = 3_600_000;
const OFFSETS_HOURS = [-5, 0, 1, 2];

/** Each another text than the one given. */
export function otherTimes(text: string): string[] {
  const at = parseMillis(text);
  if (at === null) return [];
  const iso = new Date(at).toISOString();
  const seconds = iso.slice(0, 19);
  const bare = text.replace(/(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/i, "");
  const forms = [
    iso,
    seconds,
    `${seconds}Z`,
    `${seconds}+00:00`,
    `${seconds}+0000`,
    seconds.replace("T", " "),
    bare,
    `${bare}Z`,
    `${bare}+00:00`,
    bare.replace("T", " "),
    text.replace("T", " "),
    text.replace(/([+-]\d{2}):(\d{2})$/, "$1$2"),
    text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"),
    text.replace("+", " "),
    String(Math.floor(at / 1_000)),
    String(at),
    new Date(at).toUTCString(),
    ...OFFSETS_HOURS.flatMap((hours) => inZone(at, hours)),
  ];
  return [...new Set(forms)].filter((form) => form !== text);
}

function inZone(at: number, hours: number): string[] {
  const wall = new Date(at + hours * HOUR_MS).toISOString().slice(0, 19);
  const sign = hours < 0 ? "-" : "+";
  return [wall, `${wall}${sign}${String(Math.abs(hours)).padStart(2, "0")}:00`];
}
