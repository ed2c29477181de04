import { ERRORS, type ErrorCode } from '../errors/error-codes';
import type { CallerKind, RouteSpec } from '../http/route';

const OF_TOKENS: readonly ErrorCode[] = [
  'KAPOK_TOKEN_MISSING',
  'KAPOK_TOKEN_INVALID',
  'KAPOK_TOKEN_EXPIRED',
  'KAPOK_SCOPE',
];

const OF_SIGNATURES: readonly ErrorCode[] = [
  'KAPOK_SIGNATURE_MISSING',
  'KAPOK_SIGNATURE_INVALID',
  'KAPOK_SIGNATURE_EXPIRED',
  'KAPOK_SIGNATURE_REPLAYED',
];

const OF_CALLERS: Readonly<Record<CallerKind, readonly ErrorCode[]>> = {
  anyone: [],
  // Whose token names a person that cannot be.
  citizen: [...OF_TOKENS, 'KAPOK_ID_NUMBER', 'KAPOK_FIELD_INVALID'],
  checkpoint: OF_TOKENS,
  staff: OF_TOKENS,
  source: OF_SIGNATURES,
  supervisor: OF_SIGNATURES,
};

const OF_SENT_BODIES: readonly ErrorCode[] = [
  'KAPOK_BODY_MALFORMED',
  'KAPOK_BODY_TYPE',
  'KAPOK_BODY_SIZE',
];

const OF_READ_BODIES: readonly ErrorCode[] = [
  'KAPOK_FIELD_MISSING',
  'KAPOK_FIELD_INVALID',
  'KAPOK_FIELD_UNKNOWN',
];

/** Every code that a route can answer with, in the order of the list of codes. */
export function errorsOfRoute(spec: RouteSpec): ErrorCode[] {
  const can = new Set<ErrorCode>(spec.errors);
  const add = (codes: readonly ErrorCode[]) => {
    for (const code of codes) can.add(code);
  };
  add(['KAPOK_REQUEST_MALFORMED']);
  // Health says all it knows from memory and is never refused.
  if (spec.priority !== 'exempt') add(['KAPOK_OVERLOAD', 'KAPOK_INTERNAL']);
  add(OF_CALLERS[spec.caller]);
  if (spec.path.includes('/:channel')) add(['KAPOK_CHANNEL_UNKNOWN']);
  if (spec.params !== undefined || spec.query !== undefined) add(['KAPOK_FIELD_INVALID']);
  if (spec.method === 'POST') add(OF_SENT_BODIES);
  if (spec.body !== undefined) add(OF_READ_BODIES);
  const isSigned = spec.caller === 'source' || spec.caller === 'supervisor';
  if (isSigned && spec.body !== undefined) add(['KAPOK_BODY_DIGEST']);
  return (Object.keys(ERRORS) as ErrorCode[]).filter((code) => can.has(code));
}
