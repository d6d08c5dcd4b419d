/** Is the signature right, and if not, why? The one part of the page that is announced. */
import { unreachable } from "../../core/result.ts";
import type { Explanation, Verdict } from "../explanation.ts";
import type { AnswerWords } from "../words/answer-words.ts";
import type { Mistake } from "../words/mistakes-en.ts";
import { element } from "./element.ts";

const box = () => document.querySelector("#verdict");

export function showVerdict(words: AnswerWords, { verdict, lacks }: Explanation): void {
  const place = box();
  if (place === null) return;
  const [mood, children] = said(words, verdict, lacks);
  const next = element("div", {}, ...children);
  place.className = `verdict ${mood}`;
  place.toggleAttribute("hidden", children.length === 0);
  // The same again is not announced again.
  if (place.textContent !== next.textContent) place.replaceChildren(...next.childNodes);
}

export function showPlainly(text: string): void {
  box()?.replaceChildren(element("p", {}, text));
}

type Said = readonly [mood: "" | "good" | "bad", children: HTMLElement[]];

function said(words: AnswerWords, verdict: Verdict, lacks: Explanation["lacks"]): Said {
  const missing = lacks.map((lack) => element("p", {}, words.lacks[lack]));
  const strong = (text: string) => element("p", {}, element("strong", {}, text));
  switch (verdict.is) {
    case "none":
      return ["", missing];
    case "right": {
      const rule = verdict.rule === "" ? [] : [element("p", {}, words.rightBy(verdict.rule))];
      const { unusual } = verdict;
      const but = unusual.length === 0 ? [] : [element("p", {}, words.butUnusual)];
      return ["good", [strong(words.right), ...rule, ...but, ...listed(words, unusual)]];
    }
    case "clock":
      return ["bad", [strong(words.clock), ...clock(words, verdict)]];
    case "mistake": {
      const lead = verdict.mistakes.length === 1 ? words.wrong : words.several;
      return ["bad", [strong(lead), ...listed(words, verdict.mistakes)]];
    }
    case "unexplained":
      return ["bad", [strong(words.unexplained)]];
    default:
      return unreachable(verdict);
  }
}

function clock(words: AnswerWords, verdict: Extract<Verdict, { is: "clock" }>): HTMLElement[] {
  const { aheadMs, wholeHours } = verdict;
  if (aheadMs === null) return [element("p", {}, words.unreadableTime)];
  const seconds = Math.round(Math.abs(aheadMs) / 1_000).toLocaleString(
    document.documentElement.lang,
  );
  const apart = aheadMs < 0 ? words.behind(seconds) : words.ahead(seconds);
  const zone = wholeHours === null ? [] : [element("p", {}, words.zone(wholeHours))];
  return [element("p", {}, apart), ...zone];
}

function listed(words: AnswerWords, mistakes: readonly Mistake[]): HTMLElement[] {
  if (mistakes.length === 0) return [];
  const items = mistakes.map((mistake) =>
    element("li", { "data-mistake": mistake }, words.mistakes[mistake]),
  );
  return [element("ul", {}, ...items)];
}
