import { MetricLines } from '../../../lambda/adapters/metric-lines';

test('writes one line that CloudWatch Logs reads as metrics', () => {
  const written: string[] = [];
  new MetricLines((line) => written.push(line)).emit({
    dimensions: { Plan: 'guangdong', Channel: 'alipay' },
    values: [
      { name: 'CanarySuccess', unit: 'Count', value: 0 },
      { name: 'CanaryLatency', unit: 'Milliseconds', value: 12.5 },
    ],
    atMs: 1_700_000_000_000,
  });

  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(String(written[0]))).toEqual({
    _aws: {
      Timestamp: 1_700_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'Kapok',
          Dimensions: [['Plan', 'Channel']],
          Metrics: [
            { Name: 'CanarySuccess', Unit: 'Count' },
            { Name: 'CanaryLatency', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    Plan: 'guangdong',
    Channel: 'alipay',
    CanarySuccess: 0,
    CanaryLatency: 12.5,
  });
});
