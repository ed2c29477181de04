import type { IHttpsPost } from '../adapters/https-post';
import type { IMetricSink } from '../adapters/metric-lines';
import { CANARY_PERSON } from './canary-person';
import { problemOf } from './judge-answer';
import type { CanaryTarget, CanaryTargets } from './targets';

/**
 * Time a whole answer may take. A person needs about 3 s to hold a phone up at a gate; whoever waits
 * longer stops the people behind.
 */
export const CANARY_DEADLINE_MS = 3_000;

/** What a run of the canaries works with. */
export interface CanaryTools {
  readonly https: IHttpsPost;
  readonly metrics: IMetricSink;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Tells a person what went wrong. */
  readonly log: (line: string) => void;
}

/**
 * Asks each other region for a code through each channel, all at once, and emits whether each answer
 * was right and how long it took. It never fails: a failure is a measured value.
 */
export async function askChannels(
  { plan, channels, targets }: CanaryTargets,
  tools: CanaryTools,
): Promise<void> {
  const questions = targets.flatMap((target) => channels.map((channel) => ({ target, channel })));
  await Promise.all(
    questions.map(async ({ target, channel }) => {
      const startMs = tools.now();
      const problem = await ask(target, channel, tools);
      const endMs = tools.now();
      if (problem !== undefined) {
        tools.log(JSON.stringify({ target: target.region, channel, problem }));
      }
      tools.metrics.emit({
        dimensions: { Plan: plan, TargetRegion: target.region, Channel: channel },
        values: [
          { name: 'CanarySuccess', unit: 'Count', value: problem === undefined ? 1 : 0 },
          { name: 'CanaryLatency', unit: 'Milliseconds', value: endMs - startMs },
        ],
        atMs: endMs,
      });
    }),
  );
}

async function ask(
  { region, hostname }: CanaryTarget,
  channel: string,
  { https, now }: CanaryTools,
): Promise<string | undefined> {
  try {
    const answer = await https.post({
      hostname,
      path: `/channels/${encodeURIComponent(channel)}/code`,
      body: JSON.stringify(CANARY_PERSON),
      deadlineMs: CANARY_DEADLINE_MS,
    });
    return problemOf(answer, region, now());
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
