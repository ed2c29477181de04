/** A route that a server has, as it is told to whoever asks for another one. */
export interface ServedRoute {
  /** `POST /channels/:channel/code`. */
  readonly name: string;
  /** Of the paths that it serves. */
  readonly paths: RegExp;
}

/** Keeps a route for `routesFor`. */
export function servedRoute(method: string, url: string): ServedRoute {
  const pattern = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replace(/\*/g, '.*');
  return { name: `${method} ${url}`, paths: new RegExp(`^${pattern}$`) };
}

/** The names of all routes, first those of the path that was asked for: only the method was wrong. */
export function routesFor(address: string, routes: readonly ServedRoute[]): string[] {
  const [path = ''] = address.split('?', 1);
  const isOwn = ({ paths }: ServedRoute) => paths.test(path);
  const own = routes.filter(isOwn);
  return [...own, ...routes.filter((route) => !own.includes(route))].map(({ name }) => name);
}
