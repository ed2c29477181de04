/** Names a request, so that what its sender saw is found in the log. */
export const REQUEST_ID_PARAMETER = {
  name: 'x-request-id',
  in: 'header',
  required: false,
  description:
    "The caller's own name of the request, which stands in the answer and in the log; of any other form, one is made. No personal data.",
  schema: { type: 'string', pattern: '^[\\w-]{1,64}$' },
} as const;

/** Asks for what has changed only. */
export const CONDITION_PARAMETER = {
  name: 'if-none-match',
  in: 'header',
  required: false,
  description: 'The `etag` of an answer that the caller has: 304 while it is still the same',
  schema: { type: 'string' },
} as const;

/** Ties the body to the signature over the headers. */
export const DIGEST_PARAMETER = {
  name: 'content-digest',
  in: 'header',
  required: true,
  description:
    'SHA-256 of the body, byte for byte as it is sent (RFC 9530); the signature covers it',
  schema: { type: 'string', examples: ['sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'] },
} as const;
