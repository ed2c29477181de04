/**
 * Every error code a caller can get, with the HTTP status it travels under; codes are never reused.
 */
export const ERROR_STATUS = {
  /** The body is not JSON. */
  KAPOK_BODY_MALFORMED: 400,
  /** The body is not declared as JSON. */
  KAPOK_BODY_TYPE: 415,
  /** The body is longer than the route takes. */
  KAPOK_BODY_SIZE: 413,
  /** The request line or headers cannot be read. */
  KAPOK_REQUEST_MALFORMED: 400,
  /** A field is absent. */
  KAPOK_FIELD_MISSING: 400,
  /** A field holds what it must not hold. */
  KAPOK_FIELD_INVALID: 400,
  /** A field that nobody defined. */
  KAPOK_FIELD_UNKNOWN: 400,
  /** An ID number that cannot be one. */
  KAPOK_ID_NUMBER: 400,
  /** A time that has not come yet. */
  KAPOK_TIME_FUTURE: 400,
  /** Two times in the wrong order. */
  KAPOK_TIME_ORDER: 400,
  KAPOK_CHANNEL_UNKNOWN: 404,
  KAPOK_ROUTE_UNKNOWN: 404,
  /** Another record was stored under the same key before; used for one record of a batch. */
  KAPOK_FACT_CONFLICT: 409,
  /** The store did not answer in time; nothing is lost by asking again. */
  KAPOK_STORE_UNAVAILABLE: 503,
  /** A fault of ours. */
  KAPOK_INTERNAL: 500,
} as const;

/** One of `ERROR_STATUS`. */
export type ErrorCode = keyof typeof ERROR_STATUS;
