/** One line of the table. */
export interface BenchRow {
  readonly name: string;
  readonly figure: string;
  /** What it must be; absent where nothing is demanded. */
  readonly target?: string;
  readonly holds?: boolean;
}

/** A part of the benchmark and what it found. */
export interface BenchPart {
  readonly title: string;
  readonly rows: readonly BenchRow[];
  /** How figures were derived. */
  readonly notes: readonly string[];
  /** All that was measured, for the JSON. */
  readonly measured: object;
}

/** A row with its target. */
export function demanded(name: string, figure: string, target: string, holds: boolean): BenchRow {
  return { name, figure, target, holds };
}

/** The table of a part. */
export function tableOf({ title, rows, notes }: BenchPart): string {
  const cells = rows.map(({ name, figure, target = '', holds }) => {
    const verdict = holds === undefined ? '' : holds ? 'holds' : 'does not hold';
    return [name, figure, target, verdict];
  });
  const head = [title, 'measured', 'target', ''];
  const widths = head.map((_, at) => Math.max(...[head, ...cells].map((row) => row[at]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(head), rule, ...cells.map(line), ...notes.map((note) => `  ${note}`)].join('\n');
}
