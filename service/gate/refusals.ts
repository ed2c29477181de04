import type { ErrorCode } from '../errors/error-codes';
import { ERRORS } from '../errors/error-codes';
import { JSON_TYPE } from '../errors/error-responses';
import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';
import type { CurrentHeaders, HeaderSet } from './answer-headers';

/** Codes with which the gate turns requests away. */
export type GateRefusal = Extract<
  ErrorCode,
  'KAPOK_OVERLOAD' | 'KAPOK_PANEL_OFF' | 'KAPOK_SHOW_STORED'
>;

/**
 * Least seconds until it is worth asking again; callers are told one to two times as much, each
 * something else. Overload: 5 to 10 s, so that of those who were turned away a fifth to a tenth come
 * back in any second. A stored code: twice that, as it is shown meanwhile. A panel: as long as a level
 * lasts at least.
 */
export const RETRY_AFTER_SECONDS: Readonly<Record<GateRefusal, number>> = {
  KAPOK_OVERLOAD: 5,
  KAPOK_SHOW_STORED: 10,
  KAPOK_PANEL_OFF: 30,
};

/** How many different pauses are told. */
export const RETRY_STEPS = 8;

const TEXTS: Readonly<Record<GateRefusal, readonly [message: string, fix: string]>> = {
  KAPOK_OVERLOAD: [
    'there is more to do than can be done at once',
    'ask again after retry-after, and show the stored code meanwhile',
  ],
  KAPOK_SHOW_STORED: [
    'codes are not refreshed at this moment',
    'show the stored code with its time; ask again after retry-after',
  ],
  KAPOK_PANEL_OFF: [
    'the panel is off so that codes can be shown',
    'show the code without it; ask again after retry-after',
  ],
};

/** The same for a request that has to be turned away after its body was read. */
export function overload(random: () => number): ServiceError {
  const [message, fix] = TEXTS.KAPOK_OVERLOAD;
  const retryAfterSec = jitteredSeconds(RETRY_AFTER_SECONDS.KAPOK_OVERLOAD, random);
  return new ServiceError('KAPOK_OVERLOAD', message, { fix, retryAfterSec });
}

/** A refusal that can be written as it is. */
export interface ReadyRefusal {
  readonly status: number;
  /** Names and values in turn; the last value is that of `x-request-id`, set before each use. */
  readonly pairs: string[];
  readonly body: Buffer;
}

/** Refusals made beforehand: one costs a look-up and one write. */
export class Refusals {
  private of: CurrentHeaders | undefined;
  private made = new Map<GateRefusal, { plain: ReadyRefusal[]; page: ReadyRefusal[] }>();

  /** @param random from 0 to 1; chooses the pause */
  constructor(private readonly random: () => number) {}

  /** A refusal under the headers of this moment. */
  next(code: GateRefusal, headers: CurrentHeaders, forPage: boolean): ReadyRefusal {
    if (this.of !== headers) {
      this.of = headers;
      this.made.clear();
    }
    let ready = this.made.get(code);
    if (ready === undefined) {
      ready = { plain: variants(code, headers.plain), page: variants(code, headers.page) };
      this.made.set(code, ready);
    }
    const step = Math.min(RETRY_STEPS - 1, Math.floor(this.random() * RETRY_STEPS));
    return (forPage ? ready.page : ready.plain)[step] as ReadyRefusal;
  }
}

function variants(code: GateRefusal, { pairs }: HeaderSet): ReadyRefusal[] {
  const [message, fix] = TEXTS[code];
  const error = new ServiceError(code, message, { fix }).toBody();
  const body = Buffer.from(JSON.stringify({ error }));
  const fixed = ['content-type', JSON_TYPE, 'content-length', String(body.length)];
  return Array.from({ length: RETRY_STEPS }, (_, step) => {
    const seconds = Math.round(RETRY_AFTER_SECONDS[code] * (1 + step / (RETRY_STEPS - 1)));
    const more = [...fixed, 'cache-control', 'no-store', 'retry-after', String(seconds)];
    return {
      status: ERRORS[code].status,
      pairs: [...pairs, ...more, 'x-request-id', ''],
      body,
    };
  });
}
