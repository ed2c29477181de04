import { type Document, isAlias, isScalar, type Node, visit } from 'yaml';
import type { PlanProblem } from './plan-error';

/** A place in a text, both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * What keeps a text from being one plain YAML 1.2 document, or undefined. One mistake often breaks
 * what follows it, so only the first is told; keys that come twice break nothing and are left out.
 */
export function tryFindSyntaxProblem(
  document: Document,
  positionOf: (offset: number) => Position,
): PlanProblem | undefined {
  const errors = document.errors.filter((error) => error.code !== 'DUPLICATE_KEY');
  const first = [...errors, ...document.warnings][0];
  if (first !== undefined) {
    return syntaxProblem(MESSAGES[first.code] ?? first.message, positionOf(first.pos[0]));
  }
  const { yaml } = document.directives ?? {};
  if (yaml?.explicit === true && yaml.version !== '1.2') {
    return syntaxProblem(`the file asks for YAML ${yaml.version}`, { line: 1, column: 1 });
  }
  return tryFindUnreadableNode(document, positionOf);
}

// Where the library speaks to programmers, or of its own parts.
const MESSAGES: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here',
  BAD_INDENT: 'the indentation is wrong, or a bracket before it is not closed',
  MISSING_CHAR: 'a quotation mark, bracket or comma is missing',
};

function tryFindUnreadableNode(
  document: Document,
  positionOf: (offset: number) => Position,
): PlanProblem | undefined {
  let found: PlanProblem | undefined;
  const stop = (what: string, node: unknown): symbol => {
    found = syntaxProblem(what, positionOf((node as Node | null)?.range?.[0] ?? 0));
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, alias) =>
      alias.resolve(document) === undefined
        ? stop(`the alias *${alias.source} has no anchor before it`, alias)
        : undefined,
    Pair: (_, { key }) =>
      isScalar(key) || isAlias(key) ? undefined : stop('a key is a list or a mapping', key),
  });
  return found;
}

/** A text that is not YAML 1.2. */
export function syntaxProblem(what: string, position: Position): PlanProblem {
  return {
    code: 'KAPOK_PLAN_SYNTAX',
    path: '',
    ...position,
    what: `${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    got: 'a text that cannot be read as YAML',
    allowed: 'one YAML 1.2 document, indented by spaces',
    fix: 'correct the line',
  };
}

/** A text without any value. */
export function emptyProblem(): PlanProblem {
  return {
    code: 'KAPOK_PLAN_EMPTY',
    path: '',
    line: 1,
    column: 1,
    what: 'the file is empty',
    got: 'nothing but white space and comments',
    allowed: 'a plan',
    fix: 'begin with a copy of plans/guangdong.yaml',
  };
}
