import type { LevelReason, Panel, PanelState, ServiceLevel } from '../degradation/service-level';
import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';
import type { Text } from '../texts/text';

/** Least time before a shed panel is asked for again, where the level does not say when it is back. */
export const PANEL_RETRY_SECONDS = 30;

/** Longest: a panel that an operator has switched off for a day may come back before. */
export const LONGEST_PANEL_RETRY_SECONDS = 300;

/** From which level on a panel is not served, where the level says nothing about it by name. */
const OFF_FROM: Readonly<Record<Panel, number>> = { vaccination: 1, test: 2 };

const NAMES: Readonly<Record<Panel, Text>> = {
  test: { en: 'nucleic-acid tests are', zh: '核酸检测信息' },
  vaccination: { en: 'vaccinations are', zh: '疫苗接种信息' },
};

const REASONS: Readonly<Record<LevelReason, Text>> = {
  none: { en: 'for a while', zh: '' },
  overload: {
    en: 'because very many people are asking; codes go first',
    zh: '当前访问人数较多，优先保障亮码，',
  },
  store: { en: 'because health records cannot be read', zh: '健康记录暂时无法读取，' },
  pinned: { en: 'by decision of the operators', zh: '根据运维安排，' },
};

/** What is needed to refuse a panel. */
export interface ShedPanelOptions {
  readonly nowMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Lets a panel be served that the level has whole.
 * @throws ServiceError `KAPOK_PANEL_OFF` with why and until when
 */
export function requirePanel(level: ServiceLevel, panel: Panel, options: ShedPanelOptions): void {
  const named = level.panels.find((state) => state.panel === panel);
  const isServed = named === undefined ? level.level < OFF_FROM[panel] : named.state === 'full';
  if (isServed) return;
  throw panelOff(
    named ?? { panel, state: panel === 'test' ? 'summary' : 'off', reason: level.reason },
    options,
  );
}

function panelOff(state: PanelState, { nowMs, random }: ShedPanelOptions): ServiceError {
  const { panel, reason, until } = state;
  const leftSeconds = until === undefined ? 0 : (Date.parse(until) - nowMs) / 1000;
  const baseSeconds = leftSeconds > 0 ? leftSeconds : PANEL_RETRY_SECONDS;
  const retryAfterSec = jitteredSeconds(Math.min(baseSeconds, LONGEST_PANEL_RETRY_SECONDS), random);
  const text: Text = {
    en: `${NAMES[panel].en} not shown ${REASONS[reason].en}`,
    zh: `${REASONS[reason].zh}${NAMES[panel].zh}暂停显示`,
  };
  return new ServiceError('KAPOK_PANEL_OFF', text.en, {
    fix: `show the code without it; ask again after ${retryAfterSec} seconds`,
    retryAfterSec,
    panel: { ...state, text },
  });
}
