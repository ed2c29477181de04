import type { RequestSample } from '../../drill/measurement';
import { shareByRegion, tally } from '../../drill/tally';
import type { Clock } from '../clock';

/** Twin seconds between two lines of progress during the replay. */
export const TELL_EVERY_SEC = 120;

/** Tells every few minutes of the replay what became of the requests since the last time. */
export class ReplayProgress {
  private told = 0;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly crowd: { readonly samples: readonly RequestSample[] },
    private readonly regions: readonly string[],
    private readonly clock: Clock,
    private readonly say: (line: string) => void,
  ) {}

  /** Tells every TELL_EVERY_SEC until stopped. */
  start(): void {
    this.cancel = this.clock.after(TELL_EVERY_SEC, () => {
      const recent = this.crowd.samples.slice(this.told);
      this.told += recent.length;
      this.say(recentLine(recent, this.regions));
      this.start();
    });
  }

  /** Tells no more. */
  stop(): void {
    this.cancel();
  }
}

/** What became of some requests and where they went, in a line. */
function recentLine(samples: readonly RequestSample[], regions: readonly string[]): string {
  const { sent, served, refused, lost } = tally(samples);
  const shares = Object.entries(shareByRegion(samples, regions));
  const where = shares.map(([region, share]) => `${region} ${(100 * share).toFixed(0)} %`);
  return `sent ${sent}, served ${served}, refused ${refused}, lost ${lost}; ${where.join(', ')}`;
}
