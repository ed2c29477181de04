import { MetricsPublisher, PUBLISH_SECONDS } from '../../../service/metrics/metrics-publisher';
import { RequestMetrics } from '../../../service/metrics/request-metrics';
import { ManualClock } from '../fixtures/manual-clock';

function create(channels: readonly string[]) {
  const clock = new ManualClock();
  const metrics = new RequestMetrics(channels);
  // biome-ignore lint/suspicious/noExplicitAny: lines are asserted as the data they are
  const lines: any[] = [];
  const publisher = new MetricsPublisher({
    plan: 'guangdong',
    fleet: channels.length > 0 ? 'citizen' : 'partner',
    metrics,
    eventLoop: { read: () => 42 },
    clock,
    output: { write: (line) => lines.push(JSON.parse(line)) },
  });
  return { clock, metrics, lines, publisher };
}

test('says every ten seconds what was counted since, in total and for each channel', () => {
  const { clock, metrics, lines, publisher } = create(['one', 'two']);
  publisher.start();
  metrics.count('answered', 5, 'one');
  clock.advance(PUBLISH_SECONDS - 1);
  expect(lines).toEqual([]);
  clock.advance(1);

  expect(PUBLISH_SECONDS).toBe(10);
  expect(
    lines.map(({ Plan, Fleet, Channel, Requests }) => [Plan, Fleet, Channel, Requests]),
  ).toEqual([
    ['guangdong', 'citizen', undefined, 1],
    ['guangdong', 'citizen', 'one', 1],
    ['guangdong', 'citizen', 'two', 0],
  ]);
  expect(lines.map(({ EventLoopUtilisation }) => EventLoopUtilisation)).toEqual([
    42,
    undefined,
    undefined,
  ]);
  expect(lines[0]._aws.Timestamp).toBe(clock.now());
  clock.advance(PUBLISH_SECONDS);
  expect(lines.slice(3).map(({ Requests }) => Requests)).toEqual([0, 0, 0]);
});

test('a fleet without channels says one line', () => {
  const { clock, lines, publisher } = create([]);
  publisher.start();
  clock.advance(PUBLISH_SECONDS);

  expect(lines).toHaveLength(1);
});

test('says what is left when it ends, once, and nothing before it began', () => {
  const { clock, metrics, lines, publisher } = create([]);
  publisher.stop();
  metrics.count('answered', 1);
  publisher.start();
  metrics.count('failed', 1);
  publisher.stop();
  publisher.stop();
  clock.advance(PUBLISH_SECONDS * 2);

  expect(lines.map(({ Requests, Failures }) => [Requests, Failures])).toEqual([[1, 1]]);
  expect(clock.waiting).toBe(0);
});

test('the partner fleet says how many batches were put in quarantine, also when none was', () => {
  const [partner, citizen] = [create([]), create(['one'])];
  for (const { publisher } of [partner, citizen]) publisher.start();
  partner.metrics.countQuarantined();
  partner.metrics.countQuarantined();
  for (const { clock } of [partner, citizen]) clock.advance(PUBLISH_SECONDS);
  partner.clock.advance(PUBLISH_SECONDS);

  expect(partner.lines.map(({ Quarantined }) => Quarantined)).toEqual([2, 0]);
  expect(partner.lines[0]._aws.CloudWatchMetrics[0]).toMatchObject({
    Dimensions: [['Plan', 'Fleet']],
    Metrics: expect.arrayContaining([{ Name: 'Quarantined', Unit: 'Count' }]),
  });
  expect(citizen.lines.every((line) => !('Quarantined' in line))).toBe(true);
});
