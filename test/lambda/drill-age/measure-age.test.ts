import type { ITopicReader, TopicItem } from '../../../lambda/adapters/control-topic';
import { measureAge } from '../../../lambda/drill-age/measure-age';
import { type DrillHistoryEntry, drillHistoryItem } from '../../../lib/drill/drill-history';
import { RecordingSink } from '../recording-sink';

const NOW = Date.parse('2026-03-11T12:00:00Z');

function ended(at: string, changes: Partial<DrillHistoryEntry> = {}): TopicItem {
  return drillHistoryItem({
    drillId: 'drill-1',
    region: 'eu-west-1',
    definition: 'region-evacuation',
    status: 'completed',
    deviated: false,
    endedAtMs: Date.parse(at),
    ...changes,
  });
}

/** The topic as the table sorts it: by name, last first. */
function controlOf(items: readonly TopicItem[]): ITopicReader {
  return {
    async *newestFirst(topic) {
      const own = items.filter((item) => item.topic === topic);
      yield* [...own].sort((a, b) => (String(a.name) < String(b.name) ? 1 : -1));
    },
  };
}

async function emittedFor(items: readonly TopicItem[]) {
  const metrics = new RecordingSink();
  await measureAge('guangdong', { control: controlOf(items), metrics, now: () => NOW });
  return metrics.emitted;
}

test('emits the days since the newest drill that was completed', async () => {
  const items = [ended('2026-02-01T00:00:00Z'), ended('2026-03-01T00:00:00Z')];

  expect(await emittedFor(items)).toEqual([
    {
      dimensions: { Plan: 'guangdong' },
      values: [{ name: 'DaysSinceDrill', unit: 'None', value: 10.5 }],
      atMs: NOW,
    },
  ]);
});

test('a drill in which the system deviated counts: it was completed', async () => {
  const [emitted] = await emittedFor([ended('2026-03-10T12:00:00Z', { deviated: true })]);

  expect(emitted?.values[0]?.value).toBe(1);
});

test.each(['failed', 'aborted'] as const)('a drill that %s does not count', async (status) => {
  const items = [ended('2026-03-10T12:00:00Z', { status }), ended('2026-03-09T12:00:00Z')];

  expect((await emittedFor(items))[0]?.values[0]?.value).toBe(2);
  expect(await emittedFor(items.slice(0, 1))).toEqual([]);
});

test('emits nothing when there never was a drill', async () => {
  expect(await emittedFor([])).toEqual([]);
});
