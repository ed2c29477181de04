import type { Link, ShedPanel } from './desk-state';
import type { ModelLine } from './page-model';
import type { PanelId, PanelState } from './panel-desk';
import { causesOf } from './refusals';
import type { StoredCode } from './stored-codes';
import { type Language, sentence, type TextId, textOf } from './texts';
import { dateText, timeText } from './time-texts';

/** Records of one kind shown at most: what a gate may ask for is among the newest. */
export const RECORDS_SHOWN = 5;

/** A panel as text. */
export interface PanelModel {
  readonly lines: readonly ModelLine[];
  /** Why less is shown, and until when; empty when all is shown. */
  readonly note: string;
}

/** What a panel is made from. */
export interface PanelInput {
  readonly panel: PanelId;
  readonly state: PanelState;
  readonly code: StoredCode | undefined;
  /** What became of the request for the code: a panel is asked for after it. */
  readonly link: Link;
  readonly shed: readonly ShedPanel[];
  readonly nowMs: number;
  readonly language: Language;
}

interface TestRecord {
  readonly result?: string;
  readonly sampledAt?: string;
}

/** A panel as it is at an instant: what the code's answer says of it, then what its own answer adds. */
export function panelModel(input: PanelInput): PanelModel {
  const lines = input.panel === 'test' ? testLines(input) : vaccinationLines(input);
  return { lines, note: noteOf(input, lines.length === 0) };
}

function testLines({ state, code, nowMs, language }: PanelInput): ModelLine[] {
  const text = (id: TextId) => textOf(language, id);
  const body =
    state.kind === 'shown' ? (state.body as { readonly tests?: TestRecord[] }) : undefined;
  const records =
    body?.tests?.slice(0, RECORDS_SHOWN) ?? (code?.test === undefined ? [] : [code.test]);
  if (records.length === 0)
    return state.kind === 'shown' ? [{ label: '', text: text('noTests') }] : [];
  return records.map(({ result = '', sampledAt = '' }, index) => ({
    label: textOf(language, result) + (index === 0 ? windowOf(code, nowMs, language) : ''),
    text: `${text('sampled')} ${timeText(Date.parse(sampledAt), nowMs)}`,
  }));
}

/** The narrowest window the newest sampling lies in, as long as the answer that says so holds. */
function windowOf(code: StoredCode | undefined, nowMs: number, language: Language): string {
  const { test } = code ?? {};
  if (test === undefined || nowMs >= Date.parse(code?.validUntil ?? '')) return '';
  const { withinHours, withinDays } = test;
  if (withinDays !== undefined) return ` · ${withinDays} ${textOf(language, 'withinDays')}`;
  const ageMs = nowMs - Date.parse(test.sampledAt);
  if (withinHours === undefined || ageMs > withinHours * 3_600_000) return '';
  return ` · ${withinHours} ${textOf(language, 'within')}`;
}

function vaccinationLines({ state, code, language }: PanelInput): ModelLine[] {
  const body = state.kind === 'shown' ? (state.body as StoredCode['vaccination']) : undefined;
  const shown = body?.state === undefined ? code?.vaccination : body;
  if (shown === undefined) return [];
  const last = shown.lastAt;
  const text =
    last === undefined ? '' : `${textOf(language, 'lastDose')} ${dateText(Date.parse(last))}`;
  return [{ label: textOf(language, shown.state), text }];
}

function noteOf(input: PanelInput, isEmpty: boolean): string {
  const { state, code, link, nowMs, language } = input;
  const text = (id: string) => textOf(language, id);
  if (state.kind === 'shown' || code === undefined) return '';
  const unread = state.kind === 'loading' || state.reason === 'unreachable';
  const causes = unread ? causesOf(link, input.shed) : [];
  if (state.kind === 'loading' && causes.length === 0) return text('panelLoading');
  const reasons = causes.length > 0 || state.kind === 'loading' ? causes : [state.reason];
  const what = text(isEmpty ? 'panelOff' : 'panelSummary');
  const backMs = state.kind === 'off' ? (state.backMs ?? 0) : 0;
  // A time that has passed was wrong.
  const back = backMs > nowMs ? [`${text('panelUntil')} ${timeText(backMs, nowMs)}`] : [];
  const gap = language === 'zh' ? '' : ' ';
  return sentence(language, what, ...reasons.map(text), ...back) + gap + text('panelCode');
}
