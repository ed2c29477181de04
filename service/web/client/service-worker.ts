/** What this program uses of a service worker's global scope. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}

interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** Names this version of the page; set when it is built. */
declare const KAPOK_VERSION: string;

/** What the page needs to open without a network; set when it is built. */
declare const KAPOK_SHELL: readonly string[];

const scope = globalThis as unknown as WorkerScope;
const PREFIX = 'kapok-';
const CACHE = PREFIX + KAPOK_VERSION;

/** The page's own files, by path; answers of the service are never among them. */
function isShell(path: string): boolean {
  return path === '/' || path === '/verifier' || path.startsWith('/assets/');
}

scope.addEventListener('install', (event) => {
  const store = async () => (await caches.open(CACHE)).addAll([...KAPOK_SHELL]);
  event.waitUntil(store().then(() => scope.skipWaiting()));
});

scope.addEventListener('activate', (event) => {
  const clean = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await scope.clients.claim();
  };
  event.waitUntil(clean());
});

/** From the cache first: the page must open when nothing answers. */
async function shellFile(path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept !== undefined) return kept;
  const answer = await fetch(path);
  if (answer.ok) await cache.put(path, answer.clone());
  return answer;
}

scope.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  const isOurs = method === 'GET' && origin === scope.location.origin && isShell(pathname);
  if (isOurs) event.respondWith(shellFile(pathname));
});
