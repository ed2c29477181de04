import { inspect } from 'node:util';
import { distance } from 'fastest-levenshtein';
import type { PlanProblem } from './plan-error';
import type { PlanErrorCode } from './plan-error-codes';
import { type DocumentPath, formatPath, type YamlSource } from './yaml-source';

/** A problem that does not know its line yet. */
export interface Finding {
  readonly code: PlanErrorCode;
  readonly path: DocumentPath;
  readonly what: string;
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
  /** Whether the key is at fault or its value. @default 'value' */
  readonly part?: 'key' | 'value';
}

/** The problem a finding is, placed in the text it was found in. */
export function problemAt(source: YamlSource, finding: Finding): PlanProblem {
  const { part, path, ...rest } = finding;
  const position = part === 'key' ? source.keyAt(path) : source.valueAt(path);
  return { ...rest, path: formatPath(path), ...position };
}

/** Problems in the order of the text. */
export function problemsInOrder(problems: readonly PlanProblem[]): readonly PlanProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A value as a problem shows it: short, on one line, safe for values that hold themselves. */
export function formatGot(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  return inspect(value, {
    depth: 1,
    breakLength: Infinity,
    maxArrayLength: 5,
    maxStringLength: 80,
  });
}

/** The allowed word a person most likely meant. */
export function nearestOf(word: string, words: readonly string[]): string | undefined {
  return words
    .map((candidate) => ({
      candidate,
      away: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.away - b.away)[0]?.candidate;
}

/** Advice by the allowed word that differs in few letters; otherwise an example. */
export function suggestionFor(word: string, words: readonly string[], example: string): string {
  const near = nearestOf(word, words);
  const isNear = near !== undefined && distance(word, near) <= Math.ceil(word.length / 3);
  return isNear ? `did you mean ${near}?` : `write one of them, for example ${example}`;
}

/** The value at a path of a plain document. */
export function valueIn(raw: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(
    (value, segment) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[segment]
        : undefined,
    raw,
  );
}
