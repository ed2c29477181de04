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
    change: 'send no more bytes than `fix` names; of records, smaller batches',
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
    change:
      'check the method, the path and the host name; `allowed` begins with what this path takes',
  },
  KAPOK_FACT_CONFLICT: {
    status: 409,
    means:
      'the source sent something else under the same number and time; both are kept and the more cautious one decides (stands in the result of one record, the response is 200)',
    change: 'correct the wrong one, and give every record a number of its own',
  },
  KAPOK_TOKEN_MISSING: {
    status: 401,
    means: 'no token says who asks',
    change: 'send `authorization: Bearer` with a token of the channel',
  },
  KAPOK_TOKEN_INVALID: {
    status: 401,
    means: 'the token proves nothing: its signature, its key or its claims are wrong',
    change: 'send a token that a key of this channel signed for this service',
  },
  KAPOK_TOKEN_EXPIRED: {
    status: 401,
    means: 'the token has expired, or lives longer than tokens may',
    change: 'ask the channel for a new token',
  },
  KAPOK_SCOPE: {
    status: 403,
    means: 'the token is for something else',
    change: 'ask the channel for a token of the scope in `allowed`',
  },
  KAPOK_SIGNATURE_MISSING: {
    status: 401,
    means: 'the request is not signed, or not all that must be is',
    change: 'sign the components in `allowed` (RFC 9421)',
  },
  KAPOK_SIGNATURE_INVALID: {
    status: 401,
    means: 'the signature is not one of a registered key over this request',
    change: 'sign with a registered key, exactly what is sent',
  },
  KAPOK_SIGNATURE_EXPIRED: {
    status: 401,
    means: 'the request was signed too long ago, or in the future',
    change: 'check the clock and sign again',
  },
  KAPOK_SIGNATURE_REPLAYED: {
    status: 401,
    means: 'a request with this nonce was taken before',
    change: 'sign again with a nonce of its own',
  },
  KAPOK_BODY_DIGEST: {
    status: 400,
    means: 'the body is not the one whose digest was sent',
    change: 'send `content-digest` of the body as it is sent',
  },
  KAPOK_KIND_NOT_ALLOWED: {
    status: 403,
    means: 'the source may not send records of this kind',
    change: 'send the kinds in `allowed`',
  },
  KAPOK_QUOTA: {
    status: 429,
    means: 'the caller has used up its share',
    change: 'ask again after `retry-after`',
  },
  KAPOK_OVERLOAD: {
    status: 503,
    means: 'there is more to do than can be done; what matters more goes first',
    change: 'ask again after `retry-after`, and show the stored code meanwhile',
  },
  KAPOK_PANEL_OFF: {
    status: 503,
    means:
      'the panel is not shown for a while: there is too much to do, records cannot be read, or the operators have switched it off',
    change:
      'show the code without it; ask again after `retry-after`, and no sooner than `panel.until` where it is sent',
  },
  KAPOK_SHOW_STORED: {
    status: 503,
    means: 'no colour can be stood for at this moment, because the records cannot be read',
    change: 'show the stored code with its time; ask again after `retry-after`',
  },
  KAPOK_MEMBER_UNKNOWN: {
    status: 404,
    means: 'the person has no such family member',
    change: 'use an `id` of the answer to the list of members',
  },
  KAPOK_FAMILY_FULL: {
    status: 409,
    means: 'the person shows as many codes of others as is allowed',
    change: 'take another member off first',
  },
  KAPOK_PAPER_UNKNOWN: {
    status: 404,
    means: 'the paper code is not one that holds',
    change: 'ask for a new paper code; issuing one ends those before',
  },
  KAPOK_QUARANTINE_UNKNOWN: {
    status: 404,
    means: 'no batch of this name is in quarantine',
    change: 'use a `batchId` of the list of quarantined batches',
  },
  KAPOK_QUARANTINE_DECIDED: {
    status: 409,
    means: 'somebody decided otherwise about the batch before, and the first word holds',
    change: 'read its `state` and `by` in the list; what was stored is corrected record by record',
  },
  KAPOK_AUDIT_UNAVAILABLE: {
    status: 503,
    means: 'the reading could not be put on record, so nothing was read',
    change: 'ask again after `retry-after`',
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

/** Each is a 503 that says that something is broken, not that there is too much to do. */
const BROKEN: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>([
  'KAPOK_STORE_UNAVAILABLE',
  'KAPOK_SHOW_STORED',
  'KAPOK_AUDIT_UNAVAILABLE',
]);

/** Whether an answer turned a request away to protect the others. */
export function isRefusal(status: number, code: ErrorCode | undefined): boolean {
  return status === 503 && !BROKEN.has(code);
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
