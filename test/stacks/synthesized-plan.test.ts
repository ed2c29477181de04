import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedPlan } from '../policies/standing-fixture';
import { synthesised } from '../policies/tampered-assembly';
import { SynthesizedPlan } from './synthesized-plan';

const folder = mkdtempSync(join(tmpdir(), 'kapok-left-'));

beforeAll(() => {
  jest.spyOn(require('node:os'), 'tmpdir').mockReturnValue(folder);
});
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Not allowed in the name of a stack. */
const name = 'not/a/name';

test.each([
  ['read for assertions', () => new SynthesizedPlan({ name })],
  ['to be tampered with', () => synthesised({ ...shippedPlan(), name })],
])('a plan %s that fails to synthesise leaves no folder behind', (_, synthesise) => {
  expect(synthesise).toThrow(name);
  expect(readdirSync(folder)).toEqual([]);
});

test('a plan leaves its folder where it is until it is removed', () => {
  const made = new SynthesizedPlan();
  expect(readdirSync(folder)).toHaveLength(1);
  made.remove();
  expect(readdirSync(folder)).toEqual([]);
});
