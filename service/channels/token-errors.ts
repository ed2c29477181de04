import { ServiceError } from '../errors/service-error';

/** For a token that proves nothing; the message never holds anything out of it. */
export function invalidToken(message: string): ServiceError {
  return new ServiceError('KAPOK_TOKEN_INVALID', message, {
    fix: 'send a token that a registered key of this channel signed for this service',
  });
}

/** For a token whose time is over, or was never going to be. */
export function expiredToken(message: string, longestSeconds: number): ServiceError {
  return new ServiceError('KAPOK_TOKEN_EXPIRED', message, {
    fix: `ask the channel for a new token, of ${longestSeconds} s at most`,
  });
}
