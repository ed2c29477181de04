// biome-ignore lint/suspicious/noExplicitAny: a document is looked at as any reader would
export type Any = any;

/** One operation of a document. */
export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly value: Any;
}

/** Every operation of a document. */
export function operations(document: Any): Operation[] {
  return Object.entries<Any>(document.paths).flatMap(([path, item]) =>
    Object.entries<Any>(item).map(([method, value]) => ({ path, method, value })),
  );
}
