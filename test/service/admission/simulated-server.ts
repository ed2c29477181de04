import { type IAdmission, type Priority, type Ticket, TurnDelay } from '../../../service/admission';
import { EventQueue } from './event-queue';

/** What one request costs, milliseconds. */
export interface Costs {
  /** Of the one thread for reading any request, and for refusing it. */
  readonly refuse: number;
  /** Of the thread before the store is asked. */
  readonly before: number;
  /** Until the store answers; nothing of the thread. */
  readonly store: () => number;
  /** Of the thread after that. */
  readonly after: number;
}

/** A request on its way. */
export interface Call {
  readonly priority: Priority;
  readonly channel: string | undefined;
  /** When it reached the kernel. */
  readonly sentMs: number;
  readonly onAnswer: (answer: 'served' | 'refused', atMs: number) => void;
}

interface Ready {
  readonly call: Call;
  /** Absent before admission. */
  readonly work?: {
    readonly ticket: Ticket;
    readonly waitedMs: number;
    readonly admittedMs: number;
  };
}

/**
 * A server of one thread in virtual time, as Node works: one turn handles what was ready when it
 * began, one after another, and only then looks at what came meanwhile.
 */
export class SimulatedServer {
  nowMs = 0;
  private ready: Ready[] = [];
  private readonly events = new EventQueue();
  private turnEnds: (() => void)[] = [];
  readonly delay = new TurnDelay({
    now: () => this.nowMs,
    atTurnEnd: (callback) => this.turnEnds.push(callback),
  });

  constructor(
    private readonly costs: Costs,
    /** Set before `run`: a limiter needs the server's clock and delay. */
    public admission: IAdmission,
  ) {}

  /** Runs something at a time to come. */
  at(ms: number, callback: (ms: number) => void): void {
    this.events.add(ms, callback);
  }

  /** Lets a request arrive now. */
  receive(call: Call): void {
    this.ready.push({ call });
  }

  /** Works until there is nothing left or the time is over. */
  run(untilMs: number): void {
    for (;;) {
      this.arrive();
      if (this.ready.length > 0) this.turn();
      else {
        const nextMs = this.events.nextMs;
        if (nextMs === undefined || nextMs > untilMs) return;
        this.nowMs = Math.max(this.nowMs, nextMs);
      }
      if (this.nowMs > untilMs) return;
    }
  }

  private turn(): void {
    const batch = this.ready;
    this.ready = [];
    for (const one of batch) {
      if (one.work === undefined) this.begin(one.call);
      else this.complete(one.call, one.work);
    }
    for (const callback of this.turnEnds.splice(0)) callback();
  }

  private begin(call: Call): void {
    this.delay.touch();
    this.nowMs += this.costs.refuse;
    const waitedMs = this.delay.ms;
    const ticket = this.admission.admit(call);
    if (!ticket.admitted) {
      call.onAnswer('refused', this.nowMs);
      return;
    }
    const work = { ticket, waitedMs, admittedMs: this.nowMs };
    this.nowMs += this.costs.before;
    this.events.add(this.nowMs + this.costs.store(), () => this.ready.push({ call, work }));
  }

  private complete(call: Call, { ticket, waitedMs, admittedMs }: NonNullable<Ready['work']>): void {
    this.delay.touch();
    this.nowMs += this.costs.after;
    const ms = waitedMs + this.nowMs - admittedMs;
    this.delay.afterTurn(() => ticket.release(ms, 'served'));
    call.onAnswer('served', this.nowMs);
  }

  private arrive(): void {
    while ((this.events.nextMs ?? Number.POSITIVE_INFINITY) <= this.nowMs) this.events.runNext();
  }
}
