import type { IHttpsPost } from '../adapters/https-post';
import type { IMetricSink } from '../adapters/metric-lines';
import { CANARY_PERSON } from './canary-person';
import { credentialOf, problemOf } from './judge-answer';
import { credentialProblem, KEYS_PATH, type PublishedKey, publishedKeys } from './judge-credential';
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
 * was right and how long it took. A code is verified with the keys which its region publishes, as at a
 * gate. It never fails: a failure is a measured value.
 */
export async function askChannels(run: CanaryTargets, tools: CanaryTools): Promise<void> {
  await Promise.all(
    run.targets.flatMap((target) => {
      const keys = askKeys(target, tools);
      return run.channels.map((channel) => sing({ ...target, channel, keys }, run.plan, tools));
    }),
  );
}

interface Question extends CanaryTarget {
  readonly channel: string;
  /** What codes of the target verify with; asked once for all channels. */
  readonly keys: Promise<Keys>;
}

type Keys =
  | { readonly kind: 'known'; readonly keys: readonly PublishedKey[] }
  | { readonly kind: 'unknown'; readonly problem: string };

interface Finding {
  /** When the code was there; the keys may come later. */
  readonly endMs: number;
  readonly problem?: string | undefined;
}

async function sing(question: Question, plan: string, tools: CanaryTools): Promise<void> {
  const { region, channel } = question;
  const startMs = tools.now();
  const { endMs, problem } = await ask(question, tools);
  if (problem !== undefined) tools.log(JSON.stringify({ target: region, channel, problem }));
  tools.metrics.emit({
    dimensions: { Plan: plan, TargetRegion: region, Channel: channel },
    values: [
      { name: 'CanarySuccess', unit: 'Count', value: problem === undefined ? 1 : 0 },
      { name: 'CanaryLatency', unit: 'Milliseconds', value: endMs - startMs },
    ],
    atMs: endMs,
  });
}

async function ask(question: Question, { https, now }: CanaryTools): Promise<Finding> {
  const { region, hostname, channel } = question;
  try {
    const answer = await https.post({
      hostname,
      path: `/channels/${encodeURIComponent(channel)}/code`,
      body: JSON.stringify(CANARY_PERSON),
      deadlineMs: CANARY_DEADLINE_MS,
    });
    const endMs = now();
    const problem = problemOf(answer, region, endMs);
    if (problem !== undefined) return { endMs, problem };
    const keys = await question.keys;
    if (keys.kind === 'unknown') return { endMs, problem: keys.problem };
    return { endMs, problem: credentialProblem(credentialOf(answer), keys.keys) };
  } catch (error) {
    return { endMs: now(), problem: messageOf(error) };
  }
}

/** Never fails: nobody may be waiting for the keys by the time they do not come. */
async function askKeys({ hostname }: CanaryTarget, { https }: CanaryTools): Promise<Keys> {
  try {
    const to = { hostname, path: KEYS_PATH, deadlineMs: CANARY_DEADLINE_MS };
    const { status, body } = await https.get(to);
    const keys = status === 200 ? publishedKeys(body) : undefined;
    if (keys !== undefined) return { kind: 'known', keys };
    return { kind: 'unknown', problem: `no keys: status ${status}` };
  } catch (error) {
    return { kind: 'unknown', problem: `no keys: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
