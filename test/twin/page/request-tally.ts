import type { Page } from 'puppeteer-core';

/** A request as the browser sent it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly atMs: number;
}

/** Everything that a page asks of any server, as the browser itself tells it. */
export class RequestTally {
  readonly sent: SentRequest[] = [];

  /** Listens to a page from now on. */
  static async of(page: Page): Promise<RequestTally> {
    const tally = new RequestTally();
    const session = await page.createCDPSession();
    session.on('Network.requestWillBeSent', ({ request: { method, url } }) => {
      tally.sent.push({ method, url, atMs: Date.now() });
    });
    await session.send('Network.enable');
    return tally;
  }

  /** What was sent from an instant on: requests, and the questions whether they may be sent. */
  since(ms: number): { readonly requests: number; readonly preflights: number } {
    const late = this.sent.filter(({ atMs }) => atMs >= ms);
    const preflights = late.filter(({ method }) => method === 'OPTIONS').length;
    return { requests: late.length - preflights, preflights };
  }
}
