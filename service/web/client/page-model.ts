import { COLOUR_ADVICE_TEXTS } from '../../texts/colour-texts';
import type { DeskState, Link } from './desk-state';
import { causesOf, levelReason } from './refusals';
import { type PageColour, SELF, type StoredCode } from './stored-codes';
import { type Language, sentence, type TextId, textOf } from './texts';
import { agoText, clockText, dateText, spanText, timeText } from './time-texts';

/** How the card looks; each has a word, a shape and a pattern of its own. */
export type Tone = PageColour | 'ended' | 'none';

/** A line of a list: what it is, and what it says. */
export interface ModelLine {
  readonly label: string;
  readonly text: string;
}

/** Everything the code's card says, as text. */
export interface CardModel {
  readonly tone: Tone;
  readonly word: string;
  readonly name: string;
  readonly clock: string;
  readonly date: string;
  readonly asOf: string;
  readonly validity: string;
  /** What is not as usual; empty when all is. */
  readonly notice: string;
  /** In place of the QR; empty while one is shown. */
  readonly instead: string;
  readonly lines: readonly ModelLine[];
  /** Address for an appeal; absent where there is none. */
  readonly appeal: string | undefined;
}

/** What is shown, when and in which language. */
export interface ModelInput {
  readonly state: DeskState;
  readonly nowMs: number;
  readonly language: Language;
  /** Whether the phone's own clock was found to be wrong. */
  readonly clockOff: boolean;
}

/** The card as it is at an instant. */
export function cardModel(input: ModelInput): CardModel {
  const { state, nowMs, language } = input;
  const { code } = state;
  const tone = toneOf(code, nowMs);
  const text = (id: TextId) => textOf(language, id);
  const waiting = code === undefined && state.link.kind === 'asking';
  const asOfMs = code === undefined ? 0 : Date.parse(code.asOf);
  return {
    tone,
    word: text(waiting ? 'asking' : tone),
    name: code?.name ?? '',
    clock: clockText(nowMs),
    date: dateText(nowMs),
    asOf:
      code === undefined
        ? ''
        : `${text('asOf')} ${timeText(asOfMs, nowMs)} · ${agoText(nowMs - asOfMs, language)}`,
    validity:
      code === undefined
        ? ''
        : `${text('validUntil')} ${timeText(Date.parse(code.validUntil), nowMs)}`,
    notice: noticeOf(input),
    instead:
      tone === 'ended' ? text('endedText') : tone === 'none' && !waiting ? text('noneText') : '',
    // What an ended code said may hold no longer.
    lines: code === undefined || tone === 'ended' ? [] : linesOf(code, input),
    appeal: appealOf(state),
  };
}

/**
 * Where the appeal goes. One against a relative's code must name the relative, or it would be taken
 * for one against one's own; codes from before the service said so do not.
 */
export function appealOf({ person, code }: DeskState): string | undefined {
  const isNamed = person === SELF || code?.appeal?.includes('?member=');
  return isNamed ? code?.appeal : undefined;
}

function toneOf(code: StoredCode | undefined, nowMs: number): Tone {
  if (code === undefined) return 'none';
  return nowMs >= Date.parse(code.validUntil) ? 'ended' : code.colour;
}

function linesOf(code: StoredCode, { state, nowMs, language }: ModelInput): readonly ModelLine[] {
  const { reason, wayOut, ruleVersion } = code;
  const line = (label: TextId, text: string | undefined) =>
    text === undefined ? [] : [{ label: textOf(language, label), text }];
  const time = (iso: string | undefined) =>
    iso === undefined ? undefined : timeText(Date.parse(iso), nowMs);
  const done =
    wayOut?.testsNeeded === undefined
      ? undefined
      : `${wayOut.testsDone ?? 0} / ${wayOut.testsNeeded}`;
  return [
    ...line('advice', COLOUR_ADVICE_TEXTS[code.colour][language]),
    ...line('reason', reason.text[language]),
    ...line('wayOut', wayOut?.text[language]),
    ...line('testsDone', done),
    ...line('nextSample', time(wayOut?.nextSampleFrom)),
    ...line('endsAt', time(wayOut?.endsAt)),
    ...line('rules', ruleVersion),
    ...line('region', state.region),
  ];
}

/** Why less is shown than usual, and what comes of it. */
function noticeOf({ state, nowMs, language, clockOff }: ModelInput): string {
  const { link, code, level, shed } = state;
  const text = (id: TextId) => textOf(language, id);
  const causes = causesOf(link, shed).map(text);
  if (causes.length > 0) {
    const refused = link.kind === 'failed' ? [`${causes[0]} (${link.code})`] : causes;
    const holds = code !== undefined && toneOf(code, nowMs) !== 'ended';
    const stored = holds ? [text('storedShown')] : [];
    return sentence(language, ...refused, ...stored, ...retryOf(link, nowMs, language));
  }
  const less = code === undefined ? undefined : levelText(code, level, nowMs, language);
  if (less !== undefined) return sentence(language, ...levelReason(shed).map(text), less);
  return clockOff ? sentence(language, text('clockOff')) : '';
}

/** What a level of the ladder leaves; of a copy also its age. */
function levelText(
  { asOf }: StoredCode,
  level: number,
  nowMs: number,
  language: Language,
): string | undefined {
  if (level === 0) return undefined;
  const text = textOf(language, `level${level}`);
  return level < 3 ? text : `${text} (${agoText(nowMs - Date.parse(asOf), language)})`;
}

function retryOf(link: Link, nowMs: number, language: Language): string[] {
  if (link.kind !== 'no-answer' && link.kind !== 'refused') return [];
  if (link.kind === 'no-answer' && link.offline) return [textOf(language, 'retryOnline')];
  // In steps of ten seconds, so that a screen reader is not told every second.
  const seconds = Math.max(10, Math.ceil((link.untilMs - nowMs) / 10_000) * 10);
  const [text, span] = [textOf(language, 'retryIn'), spanText(seconds * 1000, language)];
  return [language === 'zh' ? span + text : `${text} ${span}`];
}
