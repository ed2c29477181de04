import type { Level, LevelReason, Panel, PanelState } from './service-level';

/** The lowest level at which a panel is not shown in full, and what is left of it. */
const SHED: readonly { panel: Panel; from: Level; state: PanelState['state'] }[] = [
  { panel: 'test', from: 2, state: 'summary' },
  { panel: 'vaccination', from: 1, state: 'off' },
];

/**
 * What each panel shows at a level.
 * @param untilOf when a panel is back that needs so many levels less; undefined when nobody knows
 */
export function panelStates(
  level: Level,
  reason: LevelReason,
  untilOf: (levelsLess: number) => string | undefined,
): PanelState[] {
  return SHED.map(({ panel, from, state }) => {
    if (level < from) return { panel, state: 'full', reason: 'none' };
    const until = untilOf(level - from + 1);
    return { panel, state, reason, ...(until !== undefined && { until }) };
  });
}
