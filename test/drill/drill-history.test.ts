import {
  completedAtMs,
  type DrillHistoryEntry,
  drillHistoryItem,
} from '../../lib/drill/drill-history';

const ENTRY: DrillHistoryEntry = {
  drillId: 'a1b2',
  region: 'eu-west-1',
  definition: 'region-evacuation',
  status: 'completed',
  deviated: false,
  endedAtMs: Date.parse('2026-03-01T02:14:07Z'),
};

test('the name of an item begins with the time, so that names sort as drills ended', () => {
  const later = { ...ENTRY, drillId: '0', endedAtMs: ENTRY.endedAtMs + 1 };

  expect(drillHistoryItem(ENTRY)).toMatchObject({
    topic: 'drill-history',
    name: '2026-03-01T02:14:07.000Z#a1b2',
    status: 'completed',
    deviated: false,
    endedAt: ENTRY.endedAtMs,
  });
  expect(drillHistoryItem(later).name > drillHistoryItem(ENTRY).name).toBe(true);
});

test('only a completed drill has a time of completion', () => {
  expect(completedAtMs(drillHistoryItem(ENTRY))).toBe(ENTRY.endedAtMs);
  expect(completedAtMs(drillHistoryItem({ ...ENTRY, status: 'aborted' }))).toBeUndefined();
  expect(completedAtMs({ ...drillHistoryItem(ENTRY), topic: 'heartbeat' })).toBeUndefined();
  expect(completedAtMs({ ...drillHistoryItem(ENTRY), endedAt: 'today' })).toBeUndefined();
});
