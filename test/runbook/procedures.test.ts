import { shellBlocks } from './runbook';
import { PARTS, partsOf, runbookText, sectionsOf } from './runbook-chapters';

const PROCEDURES = ['Messages without an alarm', 'Procedures']
  .flatMap(sectionsOf)
  .map(({ heading, text }) => [heading, text] as const);

test('there is one for each that alarms and deployments send people to', () => {
  expect(PROCEDURES.map(([heading]) => heading)).toEqual([
    'Evacuate a region',
    'Return a region',
    'Release during a campaign',
    'Restore the data to an earlier moment',
  ]);
});

test.each(PROCEDURES)('%s has its four parts, in order', (_heading, text) => {
  const { before, parts } = partsOf(text);

  expect(before).toBe('');
  expect(parts.map(({ name }) => name)).toEqual(PARTS);
  for (const part of parts) expect(part.text.length).toBeGreaterThan(60);
});

test.each(PROCEDURES)('%s is investigated and done with commands', (_heading, text) => {
  const { parts } = partsOf(text);
  const blocksOf = (name: string) =>
    shellBlocks(String(parts.find((part) => part.name === name)?.text));

  expect(blocksOf('Investigation').length).toBeGreaterThan(0);
  expect(blocksOf('Resolution').length).toBeGreaterThan(0);
});

test('no shell block of the runbook is left open or empty', () => {
  const fences = runbookText().match(/^ *```/gm) ?? [];

  expect(fences.length).toBe(2 * shellBlocks(runbookText()).length);
  for (const block of shellBlocks(runbookText())) expect(block.trim()).not.toBe('');
});
