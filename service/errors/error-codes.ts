/** What a code stands for; the same texts as in `errors.md`. */
export interface ErrorEntry {
  /** HTTP status it travels under. */
  readonly status: number;
  readonly means: string;
  /** What the caller changes. */
  readonly change: string;
}

/** Every error code a caller can get; codes are never reused. */
export const ERRORS = {
  KAPOK_BODY_MALFORMED: {
    status: 400,
    means: 'the body is not JSON',
    change: 'send one JSON object and its exact length',
  },
  KAPOK_BODY_TYPE: {
    status: 415,
    means: 'the body is not declared as JSON',
    change: 'send `content-type: application/json`',
  },
  KAPOK_BODY_SIZE: {
    status: 413,
    means: 'the body is longer than the route takes',
    change: 'send smaller batches',
  },
  KAPOK_REQUEST_MALFORMED: {
    status: 400,
    means: 'the request line or the headers cannot be read',
    change: 'send a well-formed HTTP/1.1 request',
  },
  KAPOK_FIELD_MISSING: {
    status: 400,
    means: 'a field is absent',
    change: 'send the field that `field` names',
  },
  KAPOK_FIELD_INVALID: {
    status: 400,
    means: 'a field holds what it must not hold',
    change: 'correct the field that `field` names; `allowed` lists its values where they are few',
  },
  KAPOK_FIELD_UNKNOWN: {
    status: 400,
    means: 'a field was sent that nobody defined',
    change: 'leave it out',
  },
  KAPOK_ID_NUMBER: {
    status: 400,
    means: 'an ID number cannot be one',
    change: 'send all 18 characters of the resident-ID number',
  },
  KAPOK_TIME_FUTURE: {
    status: 400,
    means: 'a time has not come yet',
    change: 'check the clock and the offset from UTC of the sender',
  },
  KAPOK_TIME_ORDER: {
    status: 400,
    means: 'two times stand in the wrong order',
    change: 'correct the two times',
  },
  KAPOK_CHANNEL_UNKNOWN: {
    status: 404,
    means: 'there is no channel of this name',
    change: 'use one of the channels in `allowed`',
  },
  KAPOK_ROUTE_UNKNOWN: {
    status: 404,
    means: 'the fleet has no such route',
    change: 'check the method, the path and the host name',
  },
  KAPOK_FACT_CONFLICT: {
    status: 409,
    means:
      'the source sent something else under the same number and time; both are kept and the more cautious one decides (stands in the result of one record, the response is 200)',
    change: 'correct the wrong one, and give every record a number of its own',
  },
  KAPOK_STORE_UNAVAILABLE: {
    status: 503,
    means: 'the store did not answer in time; nothing is lost by asking again',
    change: 'send the same request again after `retry-after`',
  },
  KAPOK_INTERNAL: {
    status: 500,
    means: 'the service failed, and logged why',
    change: 'try again later',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** One of `ERRORS`. */
export type ErrorCode = keyof typeof ERRORS;

/** A 503 that says that something is broken, not that there is too much to do. */
const BROKEN: ErrorCode = 'KAPOK_STORE_UNAVAILABLE';

/** Whether an answer turned a request away to protect the others. */
export function isRefusal(status: number, code: ErrorCode | undefined): boolean {
  return status === 503 && code !== BROKEN;
}

/** Codes with which the process ends or waits before it listens; they stand in its log only. */
export const START_ERRORS = {
  KAPOK_CONFIG: {
    means: 'the environment does not describe a service that could run',
    change: 'set the variables that the message lists',
  },
  KAPOK_SECRET_VALUE: {
    means: 'a secret does not hold what it should',
    change: 'put a valid value; the process reads it again by itself',
  },
} as const satisfies Readonly<Record<string, Omit<ErrorEntry, 'status'>>>;
