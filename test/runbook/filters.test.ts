import { REAL_TIME, RunningClock } from '../../service/clock';
import { createLogger } from '../../service/logging/logger';
import { metricLine } from '../../service/metrics/embedded-metrics';
import { shellBlocks } from './runbook';
import { runbookText } from './runbook-chapters';

const patterns = shellBlocks(runbookText()).flatMap((block) =>
  [...block.matchAll(/--filter-pattern (?:'([^']+)'|(\S+))/g)].map(
    ([, quoted, plain]) => quoted ?? String(plain),
  ),
);
const jsonPatterns = [...new Set(patterns.filter((pattern) => pattern.startsWith('{')))];

/** What CloudWatch makes of a pattern for JSON lines, as far as the runbook uses it. */
function matches(pattern: string, line: string): boolean {
  const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const [, inside = ''] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  return inside.split(' || ').some((condition) => {
    const [, field, value] = /^\$\.(\w+) = ("\w+"|\d+)$/.exec(condition) ?? [];
    if (field === undefined || value === undefined) {
      throw new Error(`the test does not know the condition ${condition}`);
    }
    // A text never equals a number.
    return fields[field] === JSON.parse(value);
  });
}

/** What the service writes at a level. */
function lineOf(level: 'warn' | 'error' | 'fatal'): string {
  const lines: string[] = [];
  const config = { region: 'ap-southeast-1', fleet: 'citizen', instance: 'i-1' } as const;
  const stream = { write: (line: string) => void lines.push(line) };
  createLogger(config, new RunningClock(REAL_TIME), stream)[level]('the tables do not answer');
  return String(lines[0]);
}

test('the filters for faults find the lines that the service writes of them, and no others', () => {
  expect(jsonPatterns.length).toBeGreaterThan(0);
  for (const pattern of jsonPatterns) {
    expect([pattern, matches(pattern, lineOf('error'))]).toEqual([pattern, true]);
    expect([pattern, matches(pattern, lineOf('fatal'))]).toEqual([pattern, true]);
    expect([pattern, matches(pattern, lineOf('warn'))]).toEqual([pattern, false]);
  }
});

test('the filter for what a fleet measures finds its metrics', () => {
  const line = metricLine({
    atMs: 0,
    dimensions: { Plan: 'guangdong', Fleet: 'citizen' },
    counts: { requests: 0, failures: 0, shed: 0, latency: undefined },
  });
  const expressions = patterns.filter((pattern) => /^%.+%$/.test(pattern));

  expect(expressions).toContain('%CloudWatchMetrics%');
  expect(line).toMatch(/CloudWatchMetrics/);
});
