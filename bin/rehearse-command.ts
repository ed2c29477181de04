import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { planCapacity } from '../lib/plan/capacity';
import { tryHostedDomain } from '../lib/plan/hosted-domain';
import type { Plan, StrategyName } from '../lib/plan/plan';
import { loadScenario } from '../lib/plan/scenario';
import { STRATEGIES } from '../lib/plan/strategies';
import { proveSurvivability } from '../lib/policies/survivability';
import { synthesize } from '../lib/stacks/synthesize';
import { readTopology } from '../lib/topology/read-topology';
import type { Topology } from '../lib/topology/topology';
import { rehearse } from '../lib/twin/rehearsal/rehearse';
import type { RehearsalReport } from '../lib/twin/rehearsal/report';
import { scenarioRun } from '../lib/twin/rehearsal/scenario-run';
import type { CommandContext } from './command-context';
import { COMMAND_ERROR_CODES, EXIT, UsageError } from './failure';
import { jsonOption, loadPlanFor, planOption } from './plan-option';
import { renderRehearsal } from './render-rehearsal';
import { withTemporaryFolder } from './temporary-folder';

/**
 * Defaults of a rehearsal: half an hour in 120 s, and a crowd that two cores carry. At 5,000 the peak of
 * 1.4 million a minute is 5 requests a second of the twin, 70 of this machine, each with a token to
 * verify, a read of the store and a signature, in 11 processes that live 15 times as fast. At 8,000 the
 * smallest channel would send too little for its recovery to be told from silence.
 */
export const REHEARSAL_DEFAULTS = {
  scenario: 'incident-2022-01-10',
  clockRate: 15,
  loadScale: 5_000,
  people: 2_000,
  seed: 20220110,
  dnsPort: 0,
} as const;

interface RehearseFlags {
  readonly plan: string;
  readonly strategy?: StrategyName;
  readonly lose?: string;
  readonly clockRate: number;
  readonly loadScale: number;
  readonly people: number;
  readonly seed: number;
  readonly dnsPort: number;
  readonly json: boolean;
}

/** `kapok rehearse`: replays the incident on a twin, loses a region and judges the recovery. */
export function rehearseCommand(context: CommandContext, exit: (code: number) => void): Command {
  const { clockRate, loadScale, people, seed, dnsPort } = REHEARSAL_DEFAULTS;
  return new Command('rehearse')
    .description('replay the morning of the incident on this machine, lose a region, judge')
    .addOption(planOption())
    .addOption(
      new Option('--strategy <name>', "rehearse this strategy instead of the plan's").choices(
        Object.keys(STRATEGIES),
      ),
    )
    .option('--lose <region>', 'region to lose (default: the first that serves)')
    .option('--clock-rate <n>', 'seconds that pass in one second here', between(1, 60), clockRate)
    .option('--load-scale <n>', 'requests one request stands for', between(1, 1e6), loadScale)
    .option('--people <n>', 'people whose facts are ingested', between(10, 100_000), people)
    .option('--seed <n>', 'seed of every random choice', between(0, 2 ** 31 - 1), seed)
    .option(
      '--dns-port <n>',
      'port of the DNS server, 0 for a free one',
      between(0, 65_535),
      dnsPort,
    )
    .addOption(jsonOption())
    .action(async (flags: RehearseFlags) => exit(await run(flags, context)));
}

async function run(flags: RehearseFlags, context: CommandContext): Promise<number> {
  const plan = withStrategy(loadPlanFor(flags.plan, context), flags.strategy);
  assertZoneExists(plan);
  const report = await withTemporaryFolder((folder) => rehearseIn(folder, plan, flags, context));
  const text = flags.json
    ? JSON.stringify(report, null, 2)
    : renderRehearsal(report, plan.timeZone);
  context.out(`${text}\n`);
  const { status, deviated } = report.verdict;
  return status === 'completed' && !deviated ? EXIT.holds : EXIT.doesNotHold;
}

/** The plan with another strategy, under the same rule that the file would be held to. */
function withStrategy(plan: Plan, strategy: StrategyName | undefined): Plan {
  if (strategy === undefined) return plan;
  const { minimumRegions } = STRATEGIES[strategy];
  if (plan.regions.length >= minimumRegions) return { ...plan, strategy };
  throw new UsageError(
    'KAPOK_USAGE_STRATEGY',
    'the strategy needs more regions than the plan names',
    {
      got: `${strategy} with ${plan.regions.length} region`,
      allowed: `at least ${minimumRegions} regions`,
      fix: 'add a region to the plan or choose single-region',
    },
  );
}

/** Without the id of its hosted zone a plan deploys no region that could be lost. */
function assertZoneExists({ domain }: Plan): void {
  if (tryHostedDomain(domain) !== undefined) return;
  throw new UsageError('KAPOK_USAGE_ZONE', COMMAND_ERROR_CODES.KAPOK_USAGE_ZONE, {
    got: 'a domain without hostedZoneId',
    allowed: 'the id of a hosted zone that exists',
    fix: "deploy the stack Zone, then write its output HostedZoneId into the plan's domain",
  });
}

async function rehearseIn(
  directory: string,
  plan: Plan,
  flags: RehearseFlags,
  context: CommandContext,
): Promise<RehearsalReport> {
  const say = (line: string) => context.note(`${line}\n`);
  say(`synthesising ${flags.plan} (${plan.strategy})`);
  const assembly = synthesize(plan, planCapacity(plan), { outdir: join(directory, 'cdk.out') });
  const topology = readTopology(assembly.directory);
  warnIfNotSurvivable(topology, plan, say);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: plan.timeZone, timeStyle: 'medium' });
  return rehearse({
    ...flags,
    topology,
    scenario: scenarioRun(loadScenario(REHEARSAL_DEFAULTS.scenario)),
    strategy: plan.strategy,
    channels: plan.channels,
    objectives: plan.objectives,
    regionLost: regionToLose(flags.lose, topology),
    directory,
    signal: context.signal,
    onProgress: (line, twinMs) => say(`${time.format(twinMs)} ${line}`),
  });
}

function regionToLose(asked: string | undefined, { regions }: Topology): string {
  const serving = regions
    .filter(({ fleets }) => fleets.every(({ minSize }) => minSize > 0))
    .map(({ region }) => region);
  const region = asked ?? serving[0];
  if (region !== undefined && serving.includes(region)) return region;
  throw new UsageError('KAPOK_USAGE_REGION', 'the region to lose does not serve in this plan', {
    got: String(region),
    allowed: serving.join(', '),
    fix: 'name one of these with --lose',
  });
}

/** A plan that cannot survive is rehearsed all the same: seeing it fail is worth the minutes. */
function warnIfNotSurvivable(topology: Topology, plan: Plan, say: (line: string) => void): void {
  const { firstShortfall } = proveSurvivability(topology, plan);
  if (firstShortfall === undefined) return;
  say(
    `warning: the proof does not hold (first at ${firstShortfall.at}); rehearsing it all the same`,
  );
}

/** Parses a whole number within bounds. */
function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`allowed: a whole number from ${least} to ${most}.`);
  };
}
