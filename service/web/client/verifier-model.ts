import type { OfflineVerdict, StoredTrust } from '../verify/offline-verifier';
import { STATE_TEXTS, WARNING_TEXTS } from '../verify/verdict-texts';
import type { ModelLine, Tone } from './page-model';
import type { Language } from './texts';
import { agoText, timeText } from './time-texts';
import { verifierText } from './verifier-texts';

/** How a verdict looks: as the colour it found, or `refused`. */
export type VerdictTone = Tone | 'refused';

/** A verdict as text. */
export interface VerdictModel {
  readonly tone: VerdictTone;
  readonly word: string;
  readonly name: string;
  readonly text: string;
  readonly lines: readonly ModelLine[];
  readonly warnings: readonly string[];
}

/** What a gate sees of a verdict: the colour only of a code that holds. */
export function verdictModel(
  verdict: OfflineVerdict,
  nowMs: number,
  language: Language,
): VerdictModel {
  const isValid = verdict.state === 'valid';
  const time = (iso: string) => timeText(Date.parse(iso), nowMs);
  return {
    tone: isValid ? verdict.colour : 'refused',
    word: verifierText(language, isValid ? verdict.colour : verdict.state),
    name: isValid ? (verdict.name ?? '') : '',
    text: STATE_TEXTS[verdict.state][language],
    lines:
      'asOf' in verdict
        ? [
            { label: verifierText(language, 'asOf'), text: time(verdict.asOf) },
            { label: verifierText(language, 'validUntil'), text: time(verdict.validUntil) },
          ]
        : [],
    warnings: verdict.warnings.map((warning) => WARNING_TEXTS[warning][language]),
  };
}

/** How old that is which codes are verified with. */
export function trustLines(
  stored: StoredTrust | undefined,
  listAtMs: number | undefined,
  nowMs: number,
  language: Language,
): readonly ModelLine[] {
  const age = (atMs: number | undefined) =>
    atMs === undefined ? verifierText(language, 'missing') : agoText(nowMs - atMs, language);
  return [
    { label: verifierText(language, 'keys'), text: age(stored?.jwksAtMs) },
    { label: verifierText(language, 'list'), text: age(listAtMs) },
  ];
}
