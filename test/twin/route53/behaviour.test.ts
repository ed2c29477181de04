import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALIAS_TTL_SEC } from '../../../lib/topology/recovery-formula';

const FOLDER = join(__dirname, '../../../lib/twin/route53');

/** Numeric constants that the folder's modules export, by name. */
function exportedNumbers(): Record<string, number> {
  const modules = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
  expect(modules.length).toBeGreaterThan(10);
  const entries = modules.flatMap((file) =>
    Object.entries(jest.requireActual<Record<string, unknown>>(join(FOLDER, file))),
  );
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'number')) as Record<
    string,
    number
  >;
}

test('the written behaviour lists every parameter with its value, and no other', () => {
  const rows = readFileSync(join(FOLDER, 'behaviour.md'), 'utf8').matchAll(
    /^\| +`([A-Z0-9_]+)` +\| +(\d+) +\|/gm,
  );
  const written = Object.fromEntries([...rows].map(([, name, value]) => [name, Number(value)]));
  // The one figure that the formula of recovery needs too stands outside the folder.
  expect(written).toEqual({ ...exportedNumbers(), ALIAS_TTL_SEC });
});

test('the written behaviour names only modules that exist', () => {
  const named = readFileSync(join(FOLDER, 'behaviour.md'), 'utf8').matchAll(/`([a-z0-9-]+\.ts)`/g);
  const existing = readdirSync(FOLDER);
  const names = [...named].map(([, file]) => file);
  expect(names).not.toEqual([]);
  expect(names.filter((file) => !existing.includes(file ?? ''))).toEqual([]);
});
