import type { PersonId, StoredCode } from './stored-codes';

/** A panel beside the code, as the service's answers describe it. */
export interface ShedPanel {
  readonly panel: 'test' | 'vaccination';
  readonly state: 'full' | 'summary' | 'off';
  readonly reason: string;
  readonly until?: string;
}

/** What became of the newest request for a code. */
export type Link =
  | { readonly kind: 'asking' }
  /** Answered; `ageSec` is how long the region has had the answer in store. */
  | { readonly kind: 'current'; readonly ageSec: number }
  /** The service cannot or will not at this moment. */
  | { readonly kind: 'refused'; readonly code: string; readonly untilMs: number }
  /** No region answers; `offline`: the phone has no network. */
  | { readonly kind: 'no-answer'; readonly untilMs: number; readonly offline: boolean }
  /** The token has ended; only the app can give another. */
  | { readonly kind: 'open-again' }
  /** Refused for good: asking again changes nothing. */
  | { readonly kind: 'failed'; readonly code: string };

/** What the page shows the code from. */
export interface DeskState {
  readonly person: PersonId;
  readonly code: StoredCode | undefined;
  readonly link: Link;
  /** Level of the ladder, from the newest answer. */
  readonly level: number;
  readonly shed: readonly ShedPanel[];
  /** Which region gave the newest answer; absent before the first of this visit. */
  readonly region?: string;
}

/** Reads `x-kapok-panels`. */
export function readShedPanels(header: string | undefined): readonly ShedPanel[] {
  try {
    const panels: unknown = JSON.parse(header ?? '[]');
    return Array.isArray(panels)
      ? (panels as ShedPanel[]).filter(({ state }) => state !== 'full')
      : [];
  } catch {
    return [];
  }
}

/** Reads `x-kapok-level`. */
export function readLevel(header: string | undefined): number {
  return /^[0-4]$/.test(header ?? '') ? Number(header) : 0;
}
