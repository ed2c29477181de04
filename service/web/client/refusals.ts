import type { Link, ShedPanel } from './desk-state';
import type { TextId } from './texts';

/** What the body of a refusal says; nothing of it is certain. */
export interface RefusalError {
  readonly code?: string;
  /** Which field of a request was not taken. */
  readonly field?: string;
  /** What is left of a panel that is shed. */
  readonly panel?: ShedPanel;
}

/** Reads the error of an answer; empty where the service itself did not write it. */
export function errorOf(body: unknown): RefusalError {
  const { error } = (body ?? {}) as { readonly error?: RefusalError };
  return error ?? {};
}

const TEXTS: Readonly<Record<string, TextId>> = {
  KAPOK_OVERLOAD: 'busy',
  KAPOK_QUOTA: 'busy',
  KAPOK_PANEL_OFF: 'codesFirst',
  KAPOK_SHOW_STORED: 'showStored',
  KAPOK_STORE_UNAVAILABLE: 'showStored',
  KAPOK_INTERNAL: 'broken',
  // The firewall in front of a region: by what a request looks like, or by how many one address sends.
  'HTTP 403': 'heldBack',
  'HTTP 429': 'heldBack',
};

/** Why something was refused; that many people ask is said only where the service says so. */
export function refusalText(code: string): TextId {
  return TEXTS[code] ?? 'unable';
}

const LEVEL_REASONS: readonly string[] = ['overload', 'store', 'pinned'];

/** Why the service gives less than usual: all its panels have the reason of its level. */
export function levelReason(shed: readonly ShedPanel[]): readonly TextId[] {
  const reason = shed.find((panel) => LEVEL_REASONS.includes(panel.reason))?.reason;
  return reason === undefined ? [] : [reason as TextId];
}

/** Why there is no newer code; nothing while there is one, or may be in a moment. */
export function causesOf(link: Link, shed: readonly ShedPanel[]): readonly TextId[] {
  switch (link.kind) {
    case 'no-answer':
      return [link.offline ? 'offline' : 'noRegion'];
    case 'refused': {
      const reason = link.code === 'KAPOK_SHOW_STORED' ? levelReason(shed) : [];
      return reason.length > 0 ? ['notRenewed', ...reason] : [refusalText(link.code)];
    }
    case 'open-again':
      return ['openAgain'];
    case 'failed':
      return ['failed'];
    default:
      return [];
  }
}
