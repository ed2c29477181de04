import type { Dispatcher } from 'undici';

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}

/** The store did not answer in time. */
export class WireTimeout extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
    this.name = 'TimeoutError';
  }
}

/**
 * Sends one request and reads its answer whole. By `dispatch`, which makes no streams, and with a timer
 * of its own, as those of undici are right to half a second.
 */
export function wireCall(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new WireCall(timeoutMs, resolve, reject));
  });
}

class WireCall implements Dispatcher.DispatchHandlers {
  private readonly timer: NodeJS.Timeout;
  private abort: ((error: Error) => void) | undefined;
  private late: Error | undefined;
  private status = 0;
  private text = '';
  private readonly decoder = new TextDecoder();

  constructor(
    timeoutMs: number,
    private readonly resolve: (answer: WireAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.timer = setTimeout(() => this.giveUp(new WireTimeout(timeoutMs)), timeoutMs);
  }

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort;
    // Its connection took longer than all of it may.
    if (this.late !== undefined) abort(this.late);
  }

  onHeaders(status: number): boolean {
    this.status = status;
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.text += this.decoder.decode(chunk, STREAM);
    return true;
  }

  onComplete(): void {
    clearTimeout(this.timer);
    this.resolve({ status: this.status, text: this.text + this.decoder.decode() });
  }

  onError(error: Error): void {
    clearTimeout(this.timer);
    this.reject(error);
  }

  private giveUp(error: Error): void {
    this.late = error;
    this.abort?.(error);
    this.reject(error);
  }
}

const STREAM = { stream: true } as const;
