import { metricLine } from '../../../service/metrics/embedded-metrics';
import { RequestTally } from '../../../service/metrics/request-tally';

const AT_MS = Date.parse('2022-01-10T00:31:10.000Z');

test('a line of a channel names its metrics, their units and what it is about', () => {
  const tally = new RequestTally();
  tally.count('answered', 10);
  tally.count('failed', 6000);
  tally.count('shed', 0.1);
  const line = metricLine({
    atMs: AT_MS,
    dimensions: { Plan: 'guangdong', Fleet: 'citizen', Channel: 'alipay' },
    counts: tally.take(),
  });

  expect(line.endsWith('}\n')).toBe(true);
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: AT_MS,
      CloudWatchMetrics: [
        {
          Namespace: 'Kapok',
          Dimensions: [['Plan', 'Fleet', 'Channel']],
          Metrics: [
            { Name: 'Requests', Unit: 'Count' },
            { Name: 'Failures', Unit: 'Count' },
            { Name: 'Shed', Unit: 'Count' },
            { Name: 'Latency', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    Plan: 'guangdong',
    Fleet: 'citizen',
    Channel: 'alipay',
    Requests: 3,
    Failures: 1,
    Shed: 1,
    Latency: {
      Values: [expect.closeTo(10, -1), expect.closeTo(6000, -3)],
      Counts: [1, 1],
      Min: 10,
      Max: 6000,
      Count: 2,
      Sum: 6010,
    },
  });
});

test('a quiet interval says zeros, and no latency that nobody had', () => {
  const line = JSON.parse(
    metricLine({
      atMs: AT_MS,
      dimensions: { Plan: 'guangdong', Fleet: 'partner' },
      counts: new RequestTally().take(),
      eventLoopUtilisation: 0,
    }),
  );

  expect(line).toMatchObject({ Requests: 0, Failures: 0, Shed: 0, EventLoopUtilisation: 0 });
  expect(line.Latency).toBeUndefined();
  expect(line._aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name)).toEqual([
    'Requests',
    'Failures',
    'Shed',
    'EventLoopUtilisation',
  ]);
  expect(line._aws.CloudWatchMetrics[0].Dimensions).toEqual([['Plan', 'Fleet']]);
});

test('the metric that scales the fleet is kept by the second, and only that one', () => {
  const [{ Metrics }] = JSON.parse(
    metricLine({
      atMs: AT_MS,
      dimensions: { Plan: 'guangdong', Fleet: 'citizen' },
      counts: new RequestTally().take(),
      eventLoopUtilisation: 61.25,
    }),
  )._aws.CloudWatchMetrics;

  expect(
    Metrics.filter((one: { StorageResolution?: number }) => one.StorageResolution !== undefined),
  ).toEqual([{ Name: 'EventLoopUtilisation', Unit: 'Percent', StorageResolution: 1 }]);
});
