import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../errors/service-error';

/** Header in which a phone sends its public key, so that a credential can be bound to it. */
export const DEVICE_HEADER = 'x-kapok-device';

/**
 * A compressed point of P-256 in base64url: 33 bytes are 44 characters. The first byte is 2 or 3, so
 * the first six bits are 0, an `A`, and the next two are 1 and any: a character from 32 to 63.
 */
export const DEVICE_KEY = /^A[g-z0-9_-][A-Za-z0-9_-]{42}$/;

/**
 * The public key of the phone that asks, if it sent one.
 * @throws ServiceError `KAPOK_FIELD_INVALID`
 */
export function deviceKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const device = headers[DEVICE_HEADER];
  if (device === undefined) return undefined;
  if (typeof device === 'string' && DEVICE_KEY.test(device)) return device;
  throw new ServiceError('KAPOK_FIELD_INVALID', `${DEVICE_HEADER} must be a key of a phone`, {
    field: DEVICE_HEADER,
    fix: 'send the compressed point of a P-256 key, 33 bytes in base64url, or leave it out',
  });
}
