import type { OfflineVerdict, StoredTrust } from '../verify/offline-verifier';
import { STATE_TEXTS, WARNING_TEXTS } from '../verify/verdict-texts';
import type { ModelLine, Tone } from './page-model';
import type { Language } from './texts';
import { agoText, clockText, timeText } from './time-texts';
import { verifierText } from './verifier-texts';

/**
 * From then on a verdict is the former one. Whoever stands at the gate reads it and lets one person
 * pass in some five seconds; twice that, and the next person stands there.
 */
export const FORMER_AFTER_MS = 10_000;

/** One code that was scanned. */
export interface Scan {
  readonly verdict: OfflineVerdict;
  readonly isPaper: boolean;
  readonly atMs: number;
}

/** How a verdict looks: as the colour it found, or `refused`. */
export type VerdictTone = Tone | 'refused';

/** A verdict as text. */
export interface VerdictModel {
  readonly tone: VerdictTone;
  readonly word: string;
  readonly name: string;
  readonly text: string;
  /** When it was scanned, to the second: equal verdicts differ by it. */
  readonly scanned: string;
  /** Says that it is the former verdict; empty while it is the present one. */
  readonly former: string;
  readonly lines: readonly ModelLine[];
  readonly warnings: readonly string[];
}

/** What a gate sees of a verdict: the colour only of a code that holds. */
export function verdictModel(
  { verdict, isPaper, atMs }: Scan,
  nowMs: number,
  language: Language,
): VerdictModel {
  const isValid = verdict.state === 'valid';
  const time = (iso: string) => timeText(Date.parse(iso), nowMs);
  return {
    tone: isValid ? verdict.colour : 'refused',
    word: verifierText(language, isPaper ? 'paper' : isValid ? verdict.colour : verdict.state),
    name: isValid ? (verdict.name ?? '') : '',
    text: isPaper ? verifierText(language, 'paperText') : STATE_TEXTS[verdict.state][language],
    scanned: `${verifierText(language, 'scanned')} ${clockText(atMs)}`,
    former: nowMs - atMs >= FORMER_AFTER_MS ? verifierText(language, 'former') : '',
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
