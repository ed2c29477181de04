import type { HeaderSet } from './answer-headers';

/** How long a browser may keep the answer to a preflight: the longest that Chromium does. */
export const PREFLIGHT_SECONDS = 7_200;

/** Headers that the page sends. */
export const ALLOWED_HEADERS = 'authorization, content-type, x-kapok-device, x-request-id';

/** Headers of the answer to a preflight of the page. */
export function preflightPairs({ pairs }: HeaderSet): string[] {
  return [
    ...pairs,
    ...['access-control-allow-methods', 'GET, POST'],
    ...['access-control-allow-headers', ALLOWED_HEADERS],
    ...['access-control-max-age', String(PREFLIGHT_SECONDS)],
    ...['content-length', '0'],
  ];
}
