import type { Level, LevelReason, PanelState } from './service-level';

/** What each panel shows at a level. */
export function panelStates(level: Level, reason: LevelReason, until: string): PanelState[] {
  return [
    panelState('test', level >= 2 ? 'summary' : 'full', reason, until),
    panelState('vaccination', level >= 1 ? 'off' : 'full', reason, until),
  ];
}

function panelState(
  panel: PanelState['panel'],
  state: PanelState['state'],
  reason: LevelReason,
  until: string,
): PanelState {
  return state === 'full' ? { panel, state, reason: 'none' } : { panel, state, reason, until };
}
