import type { Level, LevelReason, Panel, PanelState } from '../degradation/service-level';
import type { Text } from './text';

/** What people are told of each level of the ladder; level 5 is what a phone itself finds out. */
export const LEVEL_TEXTS: Readonly<Record<Level | 5, Text>> = {
  0: { en: 'Everything is available', zh: '服务正常' },
  1: { en: 'The vaccination panel is off for a while', zh: '疫苗接种信息暂停显示' },
  2: {
    en: 'Of tests only the newest is shown for a while',
    zh: '核酸检测仅显示最近一次结果',
  },
  3: {
    en: 'Codes may be some minutes old; the time is shown',
    zh: '健康码可能有数分钟延迟，请以显示的时间为准',
  },
  4: {
    en: 'Your stored code is shown with its time; it stays valid until the time below',
    zh: '正在显示手机中保存的健康码及其时间，在所示时间前有效',
  },
  5: {
    en: 'The service cannot be reached; your stored code is shown with its time',
    zh: '暂时无法连接服务，正在显示手机中保存的健康码及其时间',
  },
};

/** Why less is shown than usual. */
export const LEVEL_REASON_TEXTS: Readonly<Record<LevelReason, Text>> = {
  none: { en: 'Nothing is limited', zh: '没有限制' },
  overload: {
    en: 'Very many people are asking at once; codes go first',
    zh: '当前访问人数较多，优先保障亮码',
  },
  store: {
    en: 'Health records cannot be read at the moment',
    zh: '健康记录暂时无法读取',
  },
  pinned: { en: 'It was limited by the operators', zh: '运维人员已限制部分功能' },
};

/** Names of the panels. */
export const PANEL_TEXTS: Readonly<Record<Panel, Text>> = {
  test: { en: 'Nucleic-acid tests', zh: '核酸检测' },
  vaccination: { en: 'Vaccination', zh: '疫苗接种' },
};

/** How much of a panel is shown. */
export const PANEL_STATE_TEXTS: Readonly<Record<PanelState['state'], Text>> = {
  full: { en: 'Shown', zh: '正常显示' },
  summary: { en: 'Summary only', zh: '仅显示摘要' },
  off: { en: 'Off for a while', zh: '暂停显示' },
};
