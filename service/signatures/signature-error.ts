import { ServiceError } from '../errors/service-error';

/** The request is not signed as it must be. */
export function notSigned(required: readonly string[]): ServiceError {
  return new ServiceError('KAPOK_SIGNATURE_MISSING', 'the request lacks a complete signature', {
    allowed: required,
    fix: 'sign the components in `allowed` with created, nonce, keyid and tag (RFC 9421)',
  });
}

/** The signature proves nothing; which of the reasons it was helps only who forges one. */
export function notProved(cause?: unknown): ServiceError {
  return new ServiceError('KAPOK_SIGNATURE_INVALID', 'the signature does not hold', {
    fix: 'sign exactly what is sent with a registered key and its own algorithm',
    cause,
  });
}

/** The request was signed for another name, so it is none of ours, whoever passes it on. */
export function notOurName(authorities: readonly string[]): ServiceError {
  return new ServiceError('KAPOK_SIGNATURE_INVALID', 'the request is for another name', {
    allowed: authorities,
    fix: 'ask and sign for a name in `allowed`',
  });
}

/** The signature is of another time. */
export function notOfNow(windowSeconds: number): ServiceError {
  return new ServiceError('KAPOK_SIGNATURE_EXPIRED', 'the signature is not of this time', {
    fix: `sign within ${windowSeconds} s of the time of this service; check the clock`,
  });
}

/** The same request was taken before. */
export function notFresh(): ServiceError {
  return new ServiceError('KAPOK_SIGNATURE_REPLAYED', 'a request with this nonce was taken', {
    fix: 'sign every request, also a repetition, with a nonce of its own',
  });
}

/** The body is another one than was signed. */
export function notThatBody(): ServiceError {
  return new ServiceError('KAPOK_BODY_DIGEST', 'the body does not have the digest that was sent', {
    fix: 'send content-digest with the sha-256 of the body as it is sent (RFC 9530)',
  });
}
