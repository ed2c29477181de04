import { readFileSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { PlanError, type PlanProblem } from './plan-error';
import { emptyProblem, type Position, syntaxProblem, tryFindSyntaxProblem } from './yaml-syntax';

/** Keys and indexes from the root of a document to a value. */
export type DocumentPath = readonly (string | number)[];

/** A parsed document that still knows where everything stood. */
export interface YamlSource {
  readonly raw: unknown;
  /** Keys that came twice; the rest of the document can still be checked. */
  readonly problems: readonly PlanProblem[];
  /** Where a value stands, or the nearest thing around it that exists. */
  valueAt(path: DocumentPath): Position;
  /** Where the key of a value stands; the value itself in a list. */
  keyAt(path: DocumentPath): Position;
}

/** A path as people write it: `channels[1].share`. */
export function formatPath(path: DocumentPath): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
}

/** The text of a file; throws a `PlanError` when it cannot be had. */
export function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const reasons: Record<string, string> = {
      ENOENT: 'the file does not exist',
      EISDIR: 'this is a directory',
      EACCES: 'the file may not be read',
      ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8 text',
    };
    const code = String((cause as NodeJS.ErrnoException).code);
    const problem: PlanProblem = {
      code: 'KAPOK_PLAN_FILE',
      path: '',
      line: 0,
      column: 0,
      what: reasons[code] ?? 'the file cannot be read',
      got: `${file} (${code})`,
      allowed: 'a readable YAML file in UTF-8',
      fix: 'give the path of a plan, for example plans/guangdong.yaml',
    };
    throw new PlanError(file, [problem], { cause });
  }
}

/** Parses YAML 1.2; throws a `PlanError` when there is no document to go on with. */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const broken = tryFindSyntaxProblem(document, positionOf);
  if (broken !== undefined) throw new PlanError(file, [broken]);
  if (document.contents === null) throw new PlanError(file, [emptyProblem()]);

  const duplicates = document.errors.map((error) => {
    const path = pathOfKey(document, error.pos[0]);
    return {
      code: 'KAPOK_PLAN_DUPLICATE_KEY' as const,
      path: formatPath(path),
      ...positionOf(error.pos[0]),
      what: 'the key is written twice in the same mapping',
      got: String(path.at(-1) ?? ''),
      allowed: 'each key once',
      fix: 'remove one of the two',
    };
  });
  const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
  return {
    raw: toPlainValue(document, file),
    problems: duplicates,
    valueAt: (path) => positionOf(offsetOf(walk(document, path).value)),
    keyAt: (path) => {
      const { key, value } = walk(document, path);
      return positionOf(offsetOf(key ?? value));
    },
  };
}

function toPlainValue(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // So many aliases that the value would explode.
    const what = (cause as Error).message;
    throw new PlanError(file, [syntaxProblem(what, { line: 1, column: 1 })], { cause });
  }
}

function pathOfKey(document: Document, offset: number): DocumentPath {
  let found: DocumentPath = [];
  const search = (node: unknown, path: DocumentPath): void => {
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) search(item, [...path, index]);
    } else if (isMap(node)) {
      for (const pair of node.items) {
        const here = [...path, keyOf(pair)];
        if ((pair.key as Node | null)?.range?.[0] === offset) found = here;
        search(pair.value, here);
      }
    }
  };
  search(document.contents, []);
  return found;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function walk(document: Document, path: DocumentPath): { key?: unknown; value: unknown } {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  let found: { key?: unknown; value: unknown } = { value: document.contents };
  for (const segment of path) {
    const node = resolved(found.value);
    if (isSeq(node) && typeof segment === 'number' && node.items[segment] !== undefined) {
      found = { value: node.items[segment] };
      continue;
    }
    // The last of two equal keys is the one whose value counts.
    const pair = isMap(node)
      ? node.items.findLast((item) => keyOf(item) === String(segment))
      : undefined;
    if (pair === undefined) return { value: found.key ?? node };
    found = { key: pair.key, value: pair.value ?? pair.key };
  }
  return found;
}
