import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ONLINE_STATE_TEXTS } from '../../../service/verification/online-states';
import { WARNING_TEXTS } from '../../../service/web/verify/verdict-texts';

const FILE = path.join(__dirname, '../../../service/verification/verifying.md');

test('the document lists the states and the warnings with their texts, and no others', () => {
  const rows = readFileSync(FILE, 'utf8')
    .split('What a verifier is told')[1]!
    .match(/^\| `.*$/gm);
  const texts = { ...ONLINE_STATE_TEXTS, ...WARNING_TEXTS };
  expect(rows).toEqual(
    Object.entries(texts).map(([name, { en, zh }]) => `| \`${name}\` | ${en} | ${zh} |`),
  );
});
