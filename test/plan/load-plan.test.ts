import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlan, parsePlan } from '../../lib/plan/load-plan';
import { PlanError } from '../../lib/plan/plan-error';
import { PLAN_ERROR_CODES } from '../../lib/plan/plan-error-codes';
import { BASE_PLAN, edited, NOW } from './base-plan';
import { BROKEN_RULES } from './broken-rules';
import { BROKEN_SHAPES } from './broken-shapes';

const BROKEN_PLANS = [...BROKEN_SHAPES, ...BROKEN_RULES];

const ROOT = join(__dirname, '../..');

function read(text: string, now = NOW) {
  return parsePlan(text, { file: 'plan.yaml', now });
}

function errorOf(run: () => unknown): PlanError {
  try {
    run();
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
  throw new Error('the plan was accepted');
}

describe('shipped plans', () => {
  test.each(['guangdong', 'guangdong-cn'])('%s loads without problems', (name) => {
    const { plan, warnings } = loadPlan(join(ROOT, `plans/${name}.yaml`), { now: NOW });
    expect(warnings).toEqual([]);
    expect(plan.name).toBe(name);
    expect(plan.partition).toBe(name === 'guangdong' ? 'aws' : 'aws-cn');
    expect(Math.max(...plan.traffic.weekday)).toBeLessThan(600_000);
    expect(plan.traffic.campaigns[0]?.peakRequestsPerMinute).toBe(1_400_000);
  });
});

describe('a plan without problems', () => {
  test('gets the defaults and the partition of its regions', () => {
    const { plan, warnings } = read(BASE_PLAN.replace('prewarm: { leadMinutes: 20 }\n', ''));
    expect(warnings).toEqual([]);
    expect(plan).toMatchObject({
      partition: 'aws',
      routing: 'weighted',
      sandbox: false,
      prewarm: { leadMinutes: 20 },
      fleets: { partner: { targetUtilisation: 0.6 } },
    });
  });

  test('may lie in China', () => {
    const { plan } = read(
      edited(
        ['name: ap-southeast-1', 'name: cn-north-1'],
        ['ap-southeast-1a, ap-southeast-1b, ap-southeast-1c', 'cn-north-1a, cn-north-1b'],
        ['name: ap-northeast-1', 'name: cn-northwest-1'],
        ['ap-northeast-1a, ap-northeast-1c, ap-northeast-1d', 'cn-northwest-1a, cn-northwest-1b'],
      ),
    );
    expect(plan.partition).toBe('aws-cn');
  });

  test('turns anchor points into 24 values, straight lines around the day', () => {
    const { plan } = read(BASE_PLAN);
    expect(plan.traffic.weekday[4]).toBe(1000 + (59_000 * 4) / 8);
    expect(plan.traffic.weekday[18]).toBe(30_000 - (29_000 * 6) / 12);
    expect(plan.traffic.weekend[12]).toBe(20_000);
  });

  test('keeps a peak between two full hours', () => {
    const { plan } = read(edited(['12:00: 20000', '12:00: 20000, 12:30: 25000, 13: 20000']));
    expect(plan.traffic.weekend.slice(12, 14)).toEqual([25_000, 25_000]);
    expect(plan.traffic.weekend[11]).toBeLessThan(20_000);
    expect(plan.traffic.weekend[14]).toBeLessThan(20_000);
  });

  test('may use aliases', () => {
    const { plan } = read(
      edited(
        ['weekday: {', 'weekday: &day {'],
        ['weekend: { 00:00: 1000, 12:00: 20000 }', 'weekend: *day'],
      ),
    );
    expect(plan.traffic.weekend).toEqual(plan.traffic.weekday);
  });

  test('may name one region for a single region, whatever it wants to survive', () => {
    const { plan } = read(
      edited(
        [
          '  - { name: ap-northeast-1, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1d] }\n',
          '',
        ],
        ['active-active', 'single-region'],
      ),
    );
    expect([plan.strategy, plan.survive]).toEqual(['single-region', 'region']);
  });

  test.each([
    ['23:59', '00:01', 1439, 1441],
    ['00:00', '24:00', 0, 1440],
    ['22:00', '00:00', 1320, 1440],
  ])('may hold a campaign from %s to %s', (from, to, fromMinute, toMinute) => {
    const { plan } = read(
      edited(['from: 23:00\n      to: 01:00', `from: ${from}\n      to: ${to}`]),
    );
    expect(plan.traffic.campaigns[1]).toMatchObject({ fromMinute, toMinute });
  });

  test('may hold campaigns that touch but do not overlap', () => {
    const text = edited(
      ['dates: [09-01]', 'dates: [03-01]'],
      ['from: 23:00\n      to: 01:00', 'from: 11:00\n      to: 12:00'],
    );
    expect(read(text).plan.traffic.campaigns).toHaveLength(2);
  });

  test.each(['Asia/Kolkata', 'Asia/Calcutta', 'Etc/UTC', 'UTC', 'America/Argentina/Cordoba'])(
    'may be in the time zone %s',
    (zone) => {
      expect(read(edited(['Asia/Shanghai', zone])).plan.timeZone).toBe(zone);
    },
  );

  test('may run on the oldest family with Graviton processors', () => {
    const { plan } = read(
      edited(['citizen: { instanceType: c8g.large', 'citizen: { instanceType: a1.large']),
    );
    expect(plan.fleets.citizen.instanceType).toBe('a1.large');
  });

  test('may span a campaign over 29 February and every zone with capitals of its own', () => {
    const { plan } = read(edited(['[03-01]', '[02-29]'], ['Asia/Shanghai', 'Etc/GMT-8']));
    expect(plan.traffic.campaigns[0]?.dates).toEqual([{ month: 2, day: 29 }]);
  });
});

describe('a broken plan', () => {
  test.each(BROKEN_PLANS)('fails with one clear problem: $mistake', (broken) => {
    const error = errorOf(() => read(broken.text));
    expect(error.problems.map(({ code, path, line }) => ({ code, path, line }))).toEqual([
      { code: broken.code, path: broken.path, line: broken.line },
    ]);
    const [problem] = error.problems;
    expect(problem?.fix).toContain(broken.fix ?? '');
    expect(problem?.column).toBeGreaterThan(0);
    for (const text of [problem?.what, problem?.got, problem?.allowed, problem?.fix]) {
      expect(text).toMatch(/\S/);
      expect(text).not.toMatch(/\.$|\n/);
    }
    expect(error.exitCode).toBe(2);
    expect(error.code).toBe(broken.code);
    expect(error.message).toContain(`plan.yaml:${broken.line}:`);
  });

  test('covers every code that reading a text can give', () => {
    const elsewhere = ['KAPOK_PLAN_FILE', 'KAPOK_PLAN_CAMPAIGN_PAST', 'KAPOK_PLAN_SCENARIO'];
    const covered = new Set([...BROKEN_PLANS.map(({ code }) => code), ...elsewhere]);
    expect([...covered].sort()).toEqual(Object.keys(PLAN_ERROR_CODES).sort());
  });

  test('fails with all problems together, in the order of the file', () => {
    const text = edited(
      ['timeZone:', 'timezone:'],
      ['name: ap-northeast-1', 'name: ap-northeast-9'],
      ['strategy: active-active', 'strategy: active'],
      ['share: 0.3', 'share: 0.2, colour: red'],
      ['12:00: 20000', '12:00: many'],
      ['dates: [03-01]', 'dates: [02-30]'],
      ['to: 01:00', 'to: 23:00'],
      ['instanceType: c8g.large, requestsPerSecondPerInstance: 10 }', 'instanceType: c8g.large }'],
    );
    const { problems } = errorOf(() => read(text));
    expect(problems.map(({ code, path, line }) => [line, path, code])).toEqual([
      [2, 'timezone', 'KAPOK_PLAN_UNKNOWN_KEY'],
      [6, 'regions[1].name', 'KAPOK_PLAN_REGION'],
      [7, 'strategy', 'KAPOK_PLAN_VALUE'],
      [10, 'channels', 'KAPOK_PLAN_SHARES'],
      [12, 'channels[1].colour', 'KAPOK_PLAN_UNKNOWN_KEY'],
      [15, 'traffic.weekend.12:00', 'KAPOK_PLAN_TYPE'],
      [19, 'traffic.campaigns[0].dates[0]', 'KAPOK_PLAN_CAMPAIGN_DATE'],
      [26, 'traffic.campaigns[1].to', 'KAPOK_PLAN_CAMPAIGN_HOURS'],
      [30, 'fleets.partner.requestsPerSecondPerInstance', 'KAPOK_PLAN_MISSING'],
    ]);
  });

  test('fails on a peak that is a slip of the key with every quota it exceeds', () => {
    const text = edited(['peakRequestsPerMinute: 140000', 'peakRequestsPerMinute: 9.0e+9']);
    const { problems } = errorOf(() => read(text));
    expect(problems.map(({ code, got }) => [code, got])).toEqual([
      ['KAPOK_PLAN_QUOTA', '6,000,000 capacity units'],
      ['KAPOK_PLAN_QUOTA', '3,750,003 instances'],
    ]);
  });

  test('fails on a lead that is too short, saying why', () => {
    const [problem] = errorOf(() => read(edited(['leadMinutes: 20', 'leadMinutes: 0']))).problems;
    expect(problem?.allowed).toBe(
      'at least 7: an action may be 2 minutes late, a launch takes up to 5',
    );
  });

  test('fails by naming both campaigns that overlap', () => {
    const text = edited(
      ['dates: [09-01]', 'dates: [03-01]'],
      ['from: 23:00\n      to: 01:00', 'from: 10:00\n      to: 12:00'],
    );
    const [problem] = errorOf(() => read(text)).problems;
    expect(problem?.what).toMatch(/spring and autumn overlap on 2023-03-01/);
  });

  test('fails on a value that holds itself', () => {
    const text = edited(['channels:\n', 'channels: &loop\n  - *loop\n']);
    const [problem] = errorOf(() => read(text)).problems;
    expect(problem).toMatchObject({ code: 'KAPOK_PLAN_TYPE', path: 'channels[0]' });
  });
});

describe('a campaign with a year', () => {
  const text = edited(['[03-01]', '[2025-03-01, 2026-06-01]']);

  test('is named in a warning once it is over', () => {
    const { warnings } = read(text);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      code: 'KAPOK_PLAN_CAMPAIGN_PAST',
      path: 'traffic.campaigns[0].dates',
      line: 19,
      got: '2025-03-01',
    });
    expect(warnings[0]?.what).toContain('spring');
  });

  test('is over when its last minute has passed in the time zone of the plan', () => {
    // It ends at 11:00 in Shanghai, 03:00 in UTC.
    expect(read(text, new Date('2025-03-01T02:59:59Z')).warnings).toHaveLength(0);
    expect(read(text, new Date('2025-03-01T03:00:00Z')).warnings).toHaveLength(1);
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-plan-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['that does not exist', 'no-such-plan.yaml', 'does not exist'],
    ['that is a directory', '.', 'directory'],
    ['that is no UTF-8 text', 'latin.yaml', 'UTF-8'],
  ])('%s fails with one clear problem', (_, name, what) => {
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0x6e, 0xe9, 0x0a]));
    const error = errorOf(() => loadPlan(join(folder, name), { now: NOW }));
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]).toMatchObject({ code: 'KAPOK_PLAN_FILE', line: 0 });
    expect(error.problems[0]?.what).toContain(what);
  });

  test('may begin with a byte order mark and end its lines as Windows does', () => {
    const file = join(folder, 'windows.yaml');
    writeFileSync(file, `\uFEFF${BASE_PLAN.replaceAll('\n', '\r\n')}`);
    expect(loadPlan(file, { now: NOW }).plan.name).toBe('base');
  });
});
