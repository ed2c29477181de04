import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';

/**
 * Least time before a phone asks again; the most is twice that. It has a code that verifies for hours,
 * and 1 M phones that all ask once in 15 s on average are 67,000 requests a second over all regions.
 */
export const SHOW_STORED_RETRY_SECONDS = 10;

/**
 * No colour can be stood for: the phone shows the code it holds.
 * @param random from 0 to 1
 */
export function showStored(random: () => number, cause?: unknown): ServiceError {
  const retryAfterSec = jitteredSeconds(SHOW_STORED_RETRY_SECONDS, random);
  return new ServiceError('KAPOK_SHOW_STORED', 'the records cannot be read at this moment', {
    fix: `show the stored code with its time; ask again after ${retryAfterSec} seconds`,
    retryAfterSec,
    cause,
  });
}
