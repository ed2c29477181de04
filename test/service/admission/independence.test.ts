import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(__dirname, '../../../service/admission');

test('admission imports nothing but itself, so that it can be used anywhere', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  const imported = files.flatMap((name) =>
    [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, from]) => from,
    ),
  );
  expect(files).toContain('index.ts');
  expect(imported.filter((from) => !from?.startsWith('./'))).toEqual([]);
});
