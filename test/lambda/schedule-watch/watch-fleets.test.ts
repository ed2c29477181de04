import type { IGroupReader, RecurringMinimum } from '../../../lambda/adapters/auto-scaling';
import { readFleets } from '../../../lambda/schedule-watch/fleets';
import { watchFleets } from '../../../lambda/schedule-watch/watch-fleets';
import { RecordingSink } from '../recording-sink';

const NOW = Date.parse('2026-03-02T07:00:00Z');
const RAISE: RecurringMinimum = {
  name: 'raise',
  recurrence: '40 6 * * *',
  timeZone: 'Etc/UTC',
  minSize: 20,
};

/** Groups by name; a name that is not set up is an error. */
function groupsOf(minSizes: Readonly<Record<string, number>>): IGroupReader {
  return {
    group: async (name) => {
      const minSize = minSizes[name];
      if (minSize === undefined) throw new Error(`no group ${name}`);
      return { minSize, createdAtMs: 0 };
    },
    recurringMinimums: async () => [RAISE],
  };
}

test('emits for each fleet whether its minimum is missed, and tells which action it was', async () => {
  const metrics = new RecordingSink();
  const logged: string[] = [];

  await watchFleets(
    {
      plan: 'guangdong',
      fleets: [
        { fleet: 'citizen', groupName: 'group-c' },
        { fleet: 'partner', groupName: 'group-p' },
      ],
    },
    {
      groups: groupsOf({ 'group-c': 4, 'group-p': 20 }),
      metrics,
      now: () => NOW,
      log: (line) => logged.push(line),
    },
  );

  expect(metrics.emitted).toEqual(
    [
      ['citizen', 1],
      ['partner', 0],
    ].map(([fleet, value]) => ({
      dimensions: { Plan: 'guangdong', Fleet: fleet },
      values: [{ name: 'ScheduledMinimumMissed', unit: 'Count', value }],
      atMs: NOW,
    })),
  );
  expect(logged.map((line) => JSON.parse(line))).toEqual([
    {
      fleet: 'citizen',
      groupName: 'group-c',
      action: 'raise',
      dueAt: '2026-03-02T06:40:00.000Z',
      demanded: 20,
      found: 4,
    },
  ]);
});

test('fails when a group is not there, so that its alarm hears nothing', async () => {
  const metrics = new RecordingSink();
  const watched = { plan: 'guangdong', fleets: [{ fleet: 'citizen', groupName: 'gone' }] };
  const tools = { groups: groupsOf({}), metrics, now: () => NOW, log: () => undefined };

  await expect(watchFleets(watched, tools)).rejects.toThrow('no group gone');
  expect(metrics.emitted).toEqual([]);
});

test('fails after the others are told when one group cannot be read', async () => {
  const metrics = new RecordingSink();
  const watched = {
    plan: 'guangdong',
    fleets: [
      { fleet: 'citizen', groupName: 'gone' },
      { fleet: 'partner', groupName: 'group-p' },
    ],
  };
  const tools = {
    groups: groupsOf({ 'group-p': 4 }),
    metrics,
    now: () => NOW,
    log: () => undefined,
  };

  await expect(watchFleets(watched, tools)).rejects.toThrow(
    '1 of 2 fleets cannot be read: Error: no group gone',
  );
  expect(metrics.emitted).toEqual([
    {
      dimensions: { Plan: 'guangdong', Fleet: 'partner' },
      values: [{ name: 'ScheduledMinimumMissed', unit: 'Count', value: 1 }],
      atMs: NOW,
    },
  ]);
});

test('reads the fleets and their groups from the environment', () => {
  expect(readFleets({ KAPOK_PLAN: 'p', KAPOK_GROUPS: 'citizen=kapok-p-citizen' })).toEqual({
    plan: 'p',
    fleets: [{ fleet: 'citizen', groupName: 'kapok-p-citizen' }],
  });
});

test.each([undefined, 'citizen', '=group', 'a=b=c'])('fails for the groups %j', (KAPOK_GROUPS) => {
  expect(() => readFleets({ KAPOK_PLAN: 'p', KAPOK_GROUPS })).toThrow('KAPOK_GROUPS');
});
