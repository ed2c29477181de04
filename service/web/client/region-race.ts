import type { Place } from './region-choice';

/** What a `RegionRace` needs. */
export interface RegionRaceOptions<Answer> {
  readonly places: readonly Place[];
  /** Settles with nothing when there is no answer; never throws. */
  readonly ask: (place: Place) => Promise<Answer | undefined>;
  /** Whether an answer ends the race; the first that does not is kept in case no better one comes. */
  readonly isFinal: (answer: Answer) => boolean;
  /** Whether one more place may be asked. */
  readonly mayWiden: () => boolean;
  /** How long a place is waited for before the next one is asked beside it, ms. */
  readonly boundMs: number;
  /** By how much the next one is put off, ms. */
  readonly spreadMs: () => number;
  /** Calls back once; the returned function cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

/** Asks places one beside the other, each later one only when the one before stays silent. */
export class RegionRace<Answer> {
  private next = 0;
  private pending = 0;
  private ended = false;
  private held: Answer | undefined;
  private end: (answer: Answer | undefined) => void = () => undefined;

  constructor(private readonly options: RegionRaceOptions<Answer>) {}

  /** The first final answer, or else one that is not, or nothing once no place is left. */
  run(): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      this.end = (answer) => {
        this.ended = true;
        resolve(answer);
      };
      this.start();
    });
  }

  /** Waits no longer. */
  stop(): void {
    if (!this.ended) this.end(this.held);
  }

  private start(): void {
    const place = this.options.places[this.next];
    if (place === undefined) {
      this.endIfDone();
      return;
    }
    this.next += 1;
    this.pending += 1;
    let widened = false;
    const widen = () => {
      if (!widened) this.widen();
      widened = true;
    };
    const cancel = this.options.after(this.options.boundMs, widen);
    void this.options.ask(place).then((answer) => {
      this.pending -= 1;
      cancel();
      if (this.ended) return;
      if (answer !== undefined && this.options.isFinal(answer)) {
        this.end(answer);
        return;
      }
      this.held ??= answer;
      widen();
      this.endIfDone();
    });
  }

  private widen(): void {
    const { places, mayWiden, after, spreadMs } = this.options;
    if (this.ended || this.next >= places.length || !mayWiden()) return;
    this.pending += 1;
    after(spreadMs(), () => {
      this.pending -= 1;
      if (!this.ended) this.start();
    });
  }

  private endIfDone(): void {
    if (!this.ended && this.pending === 0) this.end(this.held);
  }
}
