import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { planCapacity } from '../../../lib/plan/capacity';
import { loadPlan } from '../../../lib/plan/load-plan';
import type { Plan } from '../../../lib/plan/plan';
import { loadScenario } from '../../../lib/plan/scenario';
import { synthesize } from '../../../lib/stacks/synthesize';
import { readTopology } from '../../../lib/topology/read-topology';
import type { Topology } from '../../../lib/topology/topology';
import type { RehearsalOptions } from '../../../lib/twin/rehearsal/options';
import { rehearse } from '../../../lib/twin/rehearsal/rehearse';
import type { RehearsalReport } from '../../../lib/twin/rehearsal/report';
import { scenarioRun } from '../../../lib/twin/rehearsal/scenario-run';

const PLAN_FILE = resolve(__dirname, '../../../plans/guangdong.yaml');
const MINUTE_MS = 60_000;
/** Half of what the command runs at: other tests work on the same two cores. */
const CLOCK_RATE = 10;
/** Twin and test read their clocks at slightly different moments: 1 s is 100 ms of wall time. */
const CLOCK_MARGIN_MS = 1_000;
const NAME = 'code.code.example.org';

const { plan } = loadPlan(PLAN_FILE, { now: new Date('2022-01-01T00:00:00Z') });
const folder = mkdtempSync(join(tmpdir(), 'kapok-rehearse-test-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function topologyFor(strategy: Plan['strategy']): Topology {
  const chosen = { ...plan, strategy };
  const outdir = mkdtempSync(join(folder, 'cdk-out-'));
  return readTopology(synthesize(chosen, planCapacity(chosen), { outdir }).directory);
}

/** Eleven minutes of the morning with a small crowd. */
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
    clockRate: CLOCK_RATE,
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
    const answers: DnsAnswer[] = [];

    beforeAll(async () => {
      const witness = new DnsWitness(answers);
      report = await rehearse(optionsFor(topology, { onProgress: witness.hear }));
      await witness.stop();
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
      expect(down?.tally.sent).toBeGreaterThan(0);
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
      expect(childProcesses().filter((line) => !before.includes(line))).toEqual([]);
    });

    test('dig is told both regions before the loss, one during it and both after the return', () => {
      if (!digInstalled()) {
        console.info('skipped: dig is not installed');
        return;
      }
      const { verdict, timeline } = report;
      const healthyAgainMs = verdict.phases.at(-1)?.fromMs ?? Number.NaN;
      const shiftedMs = verdict.phases[1]?.fromMs ?? Number.NaN;
      const detectedMs = shiftedMs + 1000 * (verdict.recovery?.detectSec ?? Number.NaN);
      const toldBetween = (fromMs: number, toMs: number) => [
        ...new Set(
          answers
            .filter(
              ({ askedAtMs, answeredAtMs }) =>
                askedAtMs > fromMs + CLOCK_MARGIN_MS && answeredAtMs < toMs - CLOCK_MARGIN_MS,
            )
            .flatMap(({ regions }) => regions),
        ),
      ];

      expect(toldBetween(0, timeline.lostAtMs).sort()).toEqual(['1', '2']);
      expect(toldBetween(detectedMs, healthyAgainMs)).toEqual(['2']);
      expect(toldBetween(healthyAgainMs, Number.POSITIVE_INFINITY).sort()).toEqual(['1', '2']);
    });
  });

  test('single-region deviates and says what was lost', async () => {
    const single = topologyFor('single-region');

    const options = optionsFor(single, { strategy: 'single-region' });
    const endMs = options.scenario.bootAtMs + 2 * MINUTE_MS;
    const report = await rehearse({ ...options, scenario: { ...options.scenario, endMs } });

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
    expect(childProcesses().filter((line) => !before.includes(line))).toEqual([]);
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

/** An answer of the twin's DNS to dig, in twin time. */
interface DnsAnswer {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  /** Third parts of the addresses: the region's position in the plan. */
  readonly regions: readonly string[];
}

/** Asks the twin's DNS with dig, over and over, from the moment it says where it listens. */
class DnsWitness {
  private port: string | undefined;
  private stopped = false;
  private asking: Promise<void> = Promise.resolve();
  private wallMs = 0;
  private twinMs = 0;

  constructor(private readonly answers: DnsAnswer[]) {}

  readonly hear = (line: string, twinMs: number): void => {
    this.wallMs = Date.now();
    this.twinMs = twinMs;
    const port = /dig @127\.0\.0\.1 -p (\d+)/.exec(line)?.[1];
    if (port === undefined || !digInstalled()) return;
    this.port = port;
    this.asking = this.askUntilStopped();
  };

  async stop(): Promise<void> {
    this.stopped = true;
    await this.asking;
  }

  private now(): number {
    return this.twinMs + (Date.now() - this.wallMs) * CLOCK_RATE;
  }

  private async askUntilStopped(): Promise<void> {
    while (!this.stopped) {
      const askedAtMs = this.now();
      const args = ['+short', '+tries=1', '@127.0.0.1', '-p', this.port ?? '', NAME];
      // The server goes when the rehearsal ends, perhaps while dig asks.
      const { stdout } = await promisify(execFile)('dig', args).catch(() => ({ stdout: '' }));
      const regions = stdout.split('\n').flatMap((line) => /^198\.18\.(\d+)/.exec(line)?.[1] ?? []);
      this.answers.push({ askedAtMs, answeredAtMs: this.now(), regions });
    }
  }
}
