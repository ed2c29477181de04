import type { Ask } from './region-client';

/**
 * Asks an address with `fetch`; no cookie is sent. The answers themselves say that nothing of them is
 * kept. Said here with `cache: 'no-store'`, it would keep Chromium from remembering that another region
 * may be asked, and every request there would be two.
 */
export const askAddress: Ask = (address, request, signal) => {
  const init: RequestInit & { readonly priority: string } = {
    method: request.method,
    headers: { ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
    signal,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    // The code before anything that stands beside it.
    priority: request.method === 'POST' ? 'high' : 'low',
  };
  return fetch(address, init);
};
