import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ERRORS, START_ERRORS } from '../../../service/errors/error-codes';

const SERVICE = path.join(__dirname, '../../../service');
const DOCUMENT = readFileSync(path.join(SERVICE, 'errors/errors.md'), 'utf8');

function sourceFiles(): string[] {
  return readdirSync(SERVICE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && path.basename(file) !== 'error-codes.ts')
    .map((file) => path.join(SERVICE, file));
}

/** Cells of the rows whose first cell is a code. */
const ROWS = DOCUMENT.split('\n')
  .filter((line) => line.startsWith('| `KAPOK_'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the document lists the codes with the same status and texts, in the same order', () => {
  const listed = [
    ...Object.entries(ERRORS).map(([code, { status, means, change }]) => [
      `\`${code}\``,
      String(status),
      means,
      change,
    ]),
    ...Object.entries(START_ERRORS).map(([code, { means, change }]) => [
      `\`${code}\``,
      means,
      change,
    ]),
  ];
  expect(ROWS).toEqual(listed);
});

test('the service uses each listed code and no other', () => {
  const used = new Set<string>();
  for (const file of sourceFiles()) {
    for (const [, code] of readFileSync(file, 'utf8').matchAll(/'(KAPOK_[A-Z_]+)'/g)) {
      used.add(code as string);
    }
  }
  expect([...used].sort()).toEqual([...Object.keys(ERRORS), ...Object.keys(START_ERRORS)].sort());
});
