/** Columns of a page that a terminal or a ticket shows without breaking lines. */
export const PAGE_WIDTH = 100;

const INDENT = '  ';

/** A heading with what belongs to it, kept to the page; undefined when there is nothing to say. */
export function section(heading: string, lines: readonly string[]): string | undefined {
  if (lines.length === 0) return undefined;
  const body = lines.flatMap((line) => wrapped(line)).map((line) => `${INDENT}${line}`.trimEnd());
  return [heading, ...body].join('\n');
}

/** Lines with left-aligned columns, two spaces between them. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(INDENT)
      .trimEnd(),
  );
}

/** A line broken between words so that a section keeps to the page; further lines hang. */
export function wrapped(line: string, joint = ''): readonly string[] {
  const width = PAGE_WIDTH - INDENT.length - joint.length;
  const hang = `${/^ */.exec(line)?.[0] ?? ''}${INDENT}`;
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const cut = rest.lastIndexOf(' ', width);
    // A word that is longer than the page stays whole.
    if (cut <= hang.length) break;
    lines.push(`${rest.slice(0, cut).trimEnd()}${joint}`);
    rest = `${hang}${rest.slice(cut).trimStart()}`;
  }
  return [...lines, rest];
}

/** A whole number with thousands apart. */
export function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
