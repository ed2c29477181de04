const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** One character per value, as high as its share of `highest`; a value of 0 is a dot. */
export function sparkLine(values: readonly number[], highest: number): string {
  return values.map((value) => (value <= 0 ? '.' : blockOf(value / highest))).join('');
}

function blockOf(share: number): string {
  const step = Math.ceil(share * BLOCKS.length) - 1;
  return BLOCKS[Math.min(Math.max(step, 0), BLOCKS.length - 1)] ?? '';
}
