import type { Finding } from './finding';
import type { DocumentPath } from './yaml-source';

/** One finding for every name that already came before in its list. */
export function duplicateNames(
  kind: string,
  names: readonly (string | undefined)[],
  pathOf: (index: number) => DocumentPath,
): readonly Finding[] {
  return names.flatMap((name, index): readonly Finding[] =>
    name === undefined || names.indexOf(name) === index
      ? []
      : [
          {
            code: 'KAPOK_PLAN_DUPLICATE_NAME',
            path: pathOf(index),
            what: `two of the ${kind}s have the same name`,
            got: name,
            allowed: `each ${kind} once`,
            fix: 'rename or remove one of the two',
          },
        ],
  );
}
