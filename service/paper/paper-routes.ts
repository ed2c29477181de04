import * as z from 'zod';
import type { ChannelCaller } from '../channels/channel-caller';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import type { Quota } from '../channels/quota';
import { TIME } from '../http/answer-parts';
import type { Routes } from '../http/routes';
import { PAPER_DAYS, type PaperCodes } from './paper-codes';

/** `POST .../me/paper-code`. */
export const ISSUE_PAPER_ROUTE = {
  method: 'POST',
  path: '/channels/:channel/me/paper-code',
  id: 'issuePaperCode',
  summary: `A code to print for who has no phone; it holds for ${PAPER_DAYS} days, carries no status, and ends those before it.`,
  priority: 'rest',
  caller: 'citizen',
  params: CHANNEL_PARAMS,
  answer: z.object({
    paper: z.string().describe('Compact JWS, to be drawn as a QR code'),
    issuedAt: TIME,
    validUntil: TIME,
  }),
  errors: ['KAPOK_QUOTA', 'KAPOK_STORE_UNAVAILABLE'],
} as const;

/** What the route of paper codes needs. */
export interface PaperRoutesOptions {
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly papers: PaperCodes;
  /** What one person may write. */
  readonly writes: Quota;
}

/** Codes on paper. */
export function addPapers({ routes, papers, writes }: PaperRoutesOptions): void {
  routes.add(ISSUE_PAPER_ROUTE, ({ caller }) => {
    writes.take(caller.personKey);
    return papers.issue(caller);
  });
}
