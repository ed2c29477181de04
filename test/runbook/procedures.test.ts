import {
  DAILY_BACKUP_RETENTION,
  MONTHLY_BACKUP_RETENTION,
  VAULT_MAXIMUM_RETENTION,
  VAULT_MINIMUM_RETENTION,
} from '../../lib/constructs/backup-retention';
import { SynthesizedPlan } from '../stacks/synthesized-plan';
import { shellBlocks } from './runbook';
import { PARTS, partsOf, runbookText, sectionsOf } from './runbook-chapters';

const PROCEDURES = ['Messages without an alarm', 'Procedures']
  .flatMap(sectionsOf)
  .map(({ heading, text }) => [heading, text] as const);

test('there is one for each that alarms and deployments send people to', () => {
  expect(PROCEDURES.map(([heading]) => heading)).toEqual([
    'Backup failed',
    'Evacuate a region',
    'Return a region',
    'Run a drill',
    'Bring up a standby',
    'Release during a campaign',
    'Onboard a channel',
    'Onboard a partner',
    'Rotate a key of a caller',
    'Publish a rule set',
    'Pin a service level',
    'Release a quarantined batch',
    'Read the audit',
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

test('a backup that is made by hand has the role and the retention of those it stands in for', () => {
  const made = new SynthesizedPlan();
  const roles = Object.keys(made.resources('Data', 'AWS::IAM::Role'));
  made.remove();
  const [, text = ''] = PROCEDURES.find(([heading]) => heading === 'Backup failed') ?? [];
  const [, part = ''] = /contains\(LogicalResourceId,'(\w+)'\)/.exec(text) ?? [];
  const days = [...text.matchAll(/\b(\d+)\b/g)].map(([, number]) => Number(number));

  expect(part).not.toBe('');
  expect(roles.filter((id) => id.includes(part))).toHaveLength(1);
  expect(days).toEqual(
    [
      DAILY_BACKUP_RETENTION,
      MONTHLY_BACKUP_RETENTION,
      VAULT_MINIMUM_RETENTION,
      VAULT_MAXIMUM_RETENTION,
    ].map((retention) => retention.toDays()),
  );
});
