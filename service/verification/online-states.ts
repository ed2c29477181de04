import type { Text } from '../texts/text';
import type { Verdict, Warning } from '../web/verify/verdict';
import { STATE_TEXTS } from '../web/verify/verdict-texts';

/** A code on paper: it says nothing of itself, and only staff may read what it refers to. */
export interface PaperVerdict {
  readonly state: 'paper';
  readonly warnings: readonly Warning[];
}

/** What a checkpoint that is online is told. */
export type OnlineVerdict = Verdict | PaperVerdict;

/** What each state means to whoever stands at the gate. */
export const ONLINE_STATE_TEXTS: Readonly<Record<OnlineVerdict['state'], Text>> = {
  ...STATE_TEXTS,
  paper: {
    en: 'This is a code on paper. Have a member of staff read it.',
    zh: '这是纸质健康码，请由工作人员读取。',
  },
};
