import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { scenarioRun } from '../../../bin/scenario-run';
import { planCapacity } from '../../../lib/plan/capacity';
import { loadPlan } from '../../../lib/plan/load-plan';
import type { Plan } from '../../../lib/plan/plan';
import { loadScenario } from '../../../lib/plan/scenario';
import { synthesize } from '../../../lib/stacks/synthesize';
import { readTopology } from '../../../lib/topology/read-topology';
import type { Topology } from '../../../lib/topology/topology';
import { type RehearsalOptions, rehearse } from '../../../lib/twin/rehearsal/rehearse';
import type { RehearsalReport } from '../../../lib/twin/rehearsal/report';

const PLAN_FILE = resolve(__dirname, '../../../plans/guangdong.yaml');
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const { plan } = loadPlan(PLAN_FILE, { now: new Date('2022-01-01T00:00:00Z') });
const folder = mkdtempSync(join(tmpdir(), 'kapok-rehearse-test-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function topologyFor(strategy: Plan['strategy']): Topology {
  const chosen = { ...plan, strategy };
  const outdir = mkdtempSync(join(folder, 'cdk-out-'));
  return readTopology(synthesize(chosen, planCapacity(chosen), { outdir }).directory);
}

/** Ten minutes of the morning at 30 times the pace with a small crowd. */
function optionsFor(topology: Topology, change: Partial<RehearsalOptions> = {}): RehearsalOptions {
  const whole = scenarioRun(loadScenario('incident-2022-01-10'));
  const loseAtMs = whole.loseAtMs;
  return {
    topology,
    scenario: {
      ...whole,
      startMs: loseAtMs - 2 * MINUTE_MS,
      bootAtMs: loseAtMs + 3.5 * MINUTE_MS,
      endMs: loseAtMs + 9 * MINUTE_MS,
    },
    strategy: 'active-active',
    channels: plan.channels,
    objectives: plan.objectives,
    regionLost: topology.regions[0]?.region ?? '',
    clockRate: 20,
    loadScale: 5_000,
    people: 200,
    seed: 1,
    directory: mkdtempSync(join(folder, 'twin-')),
    dnsPort: 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  };
}

/** Command lines of the processes that descend from this one. */
function childProcesses(): string[] {
  const lines = execFileSync('ps', ['-eo', 'ppid=,pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => {
    const [ppid, pid] = line.trim().split(/\s+/).map(Number);
    const isListing = line.includes('ps -eo');
    return ppid === process.pid && pid !== process.pid && !isListing;
  });
}

describe('rehearse', () => {
  const topology = topologyFor('active-active');
  // Synthesis keeps its bundler running; what a rehearsal starts comes on top.
  const before = childProcesses();

  describe('active-active', () => {
    let report: RehearsalReport;
    const regionsSeen = new Map<string, Set<string>>();

    beforeAll(async () => {
      let phase = 'before';
      let asking: Promise<void> = Promise.resolve();
      let port: string | undefined;
      const ask = async () => {
        if (port === undefined) return;
        const seen = regionsSeen.get(phase) ?? new Set<string>();
        regionsSeen.set(phase, seen);
        for (const address of await dig(port)) seen.add(address.split('.')[2] ?? '');
      };
      const timer = setInterval(() => {
        asking = asking.then(ask);
      }, 200);
      report = await rehearse(
        optionsFor(topology, {
          onProgress: (line) => {
            port = /dig @127\.0\.0\.1 -p (\d+)/.exec(line)?.[1] ?? port;
            if (line.includes('lost ')) phase = 'lost';
            if (line.includes('looking up')) phase = 'over';
          },
        }),
      );
      clearInterval(timer);
      await asking;
    }, 150_000);

    test('completes and does not deviate', () => {
      expect(report.verdict.deviations).toEqual([]);
      expect(report.verdict).toMatchObject({ status: 'completed', deviated: false });
    });

    test('recovers near the sum of detection and one TTL', () => {
      const { rtoSec = Number.NaN } = report.verdict.recovery ?? {};

      expect(report.formula).toEqual({ detectSec: 30, ttlSec: 60, sumSec: 90 });
      expect(rtoSec).toBeLessThanOrEqual(plan.objectives.rtoSeconds);
      expect(rtoSec).toBeGreaterThan(0.5 * report.formula.sumSec);
      expect(rtoSec).toBeLessThan(1.5 * report.formula.sumSec);
    });

    test('moves everybody to the survivor and back', () => {
      const [before, , down, after] = report.verdict.phases;
      const share = (phase: typeof before) => phase?.shareByRegion['ap-southeast-1'] ?? Number.NaN;

      expect(share(before)).toBeGreaterThan(0.3);
      expect(share(before)).toBeLessThan(0.7);
      expect(share(down)).toBeLessThan(0.02);
      expect(share(after)).toBeGreaterThan(0.1);
    });

    test('loses requests between the loss and the end of the shift only', () => {
      expect(report.verdict.total.lost).toBeGreaterThan(0);
      expect(report.verdict.phases.map(({ name, tally }) => [name, tally.lost])).toEqual([
        ['before the loss', 0],
        ['detect and shift', report.verdict.total.lost],
        ['one region down', 0],
        ['after the return', 0],
      ]);
    });

    test('loses no acknowledged fact', () => {
      const { facts } = report;

      expect(facts.acknowledged).toBeGreaterThan(200);
      expect(facts.lost).toBe(0);
      expect(facts.presentByRegion).toEqual({
        'ap-southeast-1': facts.acknowledged,
        'ap-northeast-1': facts.acknowledged,
      });
    });

    test('leaves no process behind', () => {
      expect(childProcesses()).toEqual(before);
    });

    test('dig sees both regions before the loss and again at the end', () => {
      if (!digInstalled()) {
        console.info('skipped: dig is not installed');
        return;
      }
      expect([...(regionsSeen.get('before') ?? [])].sort()).toEqual(['1', '2']);
    });
  });

  test('single-region deviates and says what was lost', async () => {
    const single = topologyFor('single-region');

    const report = await rehearse(optionsFor(single, { strategy: 'single-region' }));

    expect(report.verdict).toMatchObject({ status: 'completed', deviated: true });
    expect(report.verdict.deviations[0]).toMatchObject({
      code: expect.stringMatching(/^KAPOK_DRILL_(RTO|NOT_RECOVERED)$/),
      got: expect.stringMatching(/\d+ requests lost/),
    });
  }, 120_000);

  test('an interruption ends every process at once', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted by the test');

    const rehearsal = rehearse(
      optionsFor(topology, {
        signal: controller.signal,
        onProgress: (line) => {
          if (line.includes('in service')) controller.abort(reason);
        },
      }),
    );

    await expect(rehearsal).rejects.toBe(reason);
    expect(childProcesses()).toEqual(before);
  }, 60_000);
});

function digInstalled(): boolean {
  try {
    execFileSync('dig', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function dig(port: string): Promise<string[]> {
  if (!digInstalled()) return [];
  const { stdout } = await promisify(execFile)('dig', [
    '+short',
    ...['@127.0.0.1', '-p', port, 'code.code.example.org'],
  ]);
  return stdout.split('\n').filter((line) => line !== '');
}
