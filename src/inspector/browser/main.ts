/** The inspector's page at work: it reads the form, computes, and says what it found. Nothing is sent. */
import * as z from "zod";
import { toIso } from "../../core/clock.ts";
import { explain, schemeOf } from "../explain.ts";
import { readLink } from "../link.ts";
import { readPasted } from "../paste/pasted.ts";
import { ANSWER_WORDS } from "../words/answer-words.ts";
import { byId } from "./element.ts";
import * as form from "./form.ts";
import { steps } from "./steps.ts";
import { showPlainly, showVerdict } from "./verdict.ts";

// The page's policy lets no text become code, which zod would try.
z.config({ jitless: true });

const words = ANSWER_WORDS[document.documentElement.lang === "fr" ? "fr" : "en"];
const pasteState = byId("paste-state", HTMLElement);
const answer = byId("steps", HTMLElement);

/** The newest question: an older one's answer that comes late is dropped. */
let asked = 0;

async function update(): Promise<void> {
  const mine = ++asked;
  if (!isSecureContext) {
    showPlainly(words.insecure);
    return;
  }
  const question = form.questionInForm();
  const explanation = await explain(question);
  if (mine !== asked) return;
  showVerdict(words, explanation);
  answer.replaceChildren(...steps(words, question, explanation));
}

function say(text: string, isBad: boolean): void {
  pasteState.textContent = text;
  pasteState.classList.toggle("bad", isBad);
}

function readPaste(): void {
  const read = readPasted(form.paste.value);
  if (!read.ok) {
    const { fault, piece } = read;
    const isEmpty = fault === "empty";
    say(isEmpty ? "" : words.faults[fault] + (piece === "" ? "" : ` : ${piece}`), !isEmpty);
    return;
  }
  form.chooseScheme(schemeOf(read.value) ?? form.schemeChosen());
  form.fillIn(read.value);
  say(words.read, false);
}

function readFragment(): void {
  if (location.hash.length < 2) return;
  const linked = readLink(location.hash);
  if (linked !== null) {
    form.chooseScheme(linked.scheme);
    form.fillIn(linked);
  }
  say(linked === null ? words.badLink : words.linked, linked === null);
}

/** Ticketmatic's clocks name no zone; Sapiti's must. */
function writtenNow(): string {
  const seconds = toIso(Date.now()).slice(0, 19);
  return form.schemeChosen() === "sapiti" ? `${seconds}+00:00` : seconds;
}

const page = byId("form", HTMLFormElement);
page.addEventListener("submit", (event) => event.preventDefault());
page.addEventListener("input", ({ target }) => {
  if (target === form.paste) readPaste();
  if (target instanceof HTMLInputElement && target.name === "scheme") {
    form.showFieldsOf(form.schemeChosen());
    form.fillInWhatIsSaid();
  }
  if (target instanceof HTMLInputElement && target.id === "show") form.showSecret(target.checked);
  void update();
});
byId("now", HTMLButtonElement).addEventListener("click", () => {
  form.setTime(writtenNow());
  void update();
});
byId("clear", HTMLButtonElement).addEventListener("click", () => {
  form.clear();
  say("", false);
  void update();
});
addEventListener("hashchange", () => {
  readFragment();
  void update();
});

form.showFieldsOf(form.schemeChosen());
readFragment();
void update();
