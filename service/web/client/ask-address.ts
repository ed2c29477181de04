import type { Ask } from './region-client';

/** Asks an address with `fetch`; nothing of the answer is kept by the browser, and no cookie is sent. */
export const askAddress: Ask = (address, request, signal) => {
  const init: RequestInit & { readonly priority: string } = {
    method: request.method,
    headers: { ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
    signal,
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    // The code before anything that stands beside it.
    priority: request.method === 'POST' ? 'high' : 'low',
  };
  return fetch(address, init);
};
