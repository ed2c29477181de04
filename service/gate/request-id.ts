/** What a caller's own request id may be; anything else is replaced. */
const WELL_FORMED = /^[\w-]{1,64}$/;

/** Names requests, so that what a caller saw is found in the log. */
export class RequestIds {
  private readonly prefix: string;
  private made = 0;

  /** @param random from 0 to 1; tells processes apart */
  constructor(random: () => number) {
    this.prefix = `${Math.floor(random() * 36 ** 8).toString(36)}-`;
  }

  /** The caller's id if it can be kept, else the next of this process. */
  idOf(sent: string | string[] | undefined): string {
    if (typeof sent === 'string' && WELL_FORMED.test(sent)) return sent;
    this.made += 1;
    return this.prefix + this.made.toString(36);
  }
}
