import {
  CURRENT_STAGE,
  PENDING_STAGE,
  type SecretState,
  type SecretVersions,
} from '../../../lambda/adapters/secret-versions';
import type { SecretCopy } from '../../../lambda/adapters/secrets-manager';

interface Version {
  readonly value: string | undefined;
  readonly stages: readonly string[];
}

/** The one secret the fake knows. */
export const SECRET_ID = 'arn:aws:secretsmanager:ap-southeast-1:000000000000:secret:key-AbCdEf';

/** What can be different about the secret. */
export interface FakeSecretVersionsOptions {
  /** @default the rotation is on */
  readonly rotationEnabled?: boolean;
  /** @default every copy is in sync */
  readonly copiesBehind?: readonly SecretCopy[];
}

/** One secret's versions under the rules of Secrets Manager; throws on calls that were not set up. */
export class FakeSecretVersions implements SecretVersions {
  /** Every call but reads, in order. */
  readonly writes: string[] = [];
  /** Ends the n-th call from now with an error, before or after it took effect. */
  fault: { calls: number; when: 'before' | 'after' } | undefined;
  private readonly versions = new Map<string, Version>();

  constructor(
    value: string | undefined,
    private readonly options: FakeSecretVersionsOptions = {},
  ) {
    this.versions.set('first', { value, stages: [CURRENT_STAGE] });
  }

  /** What Secrets Manager does before it calls the function: a labelled version without a value. */
  startRotation(versionId: string, value?: string): void {
    this.versions.set(versionId, { value, stages: [PENDING_STAGE] });
  }

  /** What an operator does. */
  putByHand(value: string): void {
    this.move(CURRENT_STAGE, this.holderOf(CURRENT_STAGE), undefined);
    this.versions.set('by-hand', { value, stages: [CURRENT_STAGE] });
  }

  holderOf(stage: string): string | undefined {
    return [...this.versions].find(([, { stages }]) => stages.includes(stage))?.[0];
  }

  held(versionId: string | undefined): string | undefined {
    return this.versions.get(versionId ?? '')?.value;
  }

  current(): string {
    return this.held(this.holderOf(CURRENT_STAGE)) ?? '';
  }

  async describe(secretId: string): Promise<SecretState> {
    const { rotationEnabled = true, copiesBehind = [] } = this.options;
    return this.call(secretId, undefined, () => ({
      rotationEnabled,
      copiesBehind,
      stagesByVersion: Object.fromEntries(
        [...this.versions].flatMap(([id, { stages }]) => (stages.length > 0 ? [[id, stages]] : [])),
      ),
    }));
  }

  async tryReadCurrent(secretId: string): Promise<string | undefined> {
    return this.call(secretId, undefined, () => this.held(this.holderOf(CURRENT_STAGE)));
  }

  async tryReadPending(secretId: string, versionId: string): Promise<string | undefined> {
    return this.call(secretId, undefined, () =>
      this.holderOf(PENDING_STAGE) === versionId ? this.held(versionId) : undefined,
    );
  }

  async writePending(secretId: string, versionId: string, value: string): Promise<void> {
    this.call(secretId, `write ${versionId}`, () => {
      const { stages = [], value: existing } = this.versions.get(versionId) ?? {};
      if (!stages.includes(PENDING_STAGE)) throw new Error(`${versionId} is not in preparation`);
      this.versions.set(versionId, { value: existing ?? value, stages });
    });
  }

  async promote(secretId: string, versionId: string, fromVersionId: string): Promise<void> {
    this.call(secretId, `promote ${versionId}`, () => {
      this.move(CURRENT_STAGE, fromVersionId, versionId);
    });
  }

  async unmarkPending(secretId: string, versionId: string): Promise<void> {
    this.call(secretId, `unmark ${versionId}`, () => {
      this.move(PENDING_STAGE, versionId, undefined);
    });
  }

  /** As UpdateSecretVersionStage: refused unless the label is where the caller believes. */
  private move(stage: string, from: string | undefined, to: string | undefined): void {
    const holder = this.versions.get(from ?? '');
    if (from === undefined || holder?.stages.includes(stage) !== true) {
      throw new Error(`${stage} is not attached to ${from}`);
    }
    this.versions.set(from, { ...holder, stages: holder.stages.filter((one) => one !== stage) });
    const target = this.versions.get(to ?? '');
    if (to === undefined || target === undefined) return;
    this.versions.set(to, { ...target, stages: [...target.stages, stage] });
  }

  private call<Answer>(secretId: string, write: string | undefined, act: () => Answer): Answer {
    if (secretId !== SECRET_ID) throw new Error(`no secret ${secretId} was set up`);
    const ends = this.fault !== undefined && this.fault.calls-- === 0 ? this.fault.when : undefined;
    if (ends !== undefined) this.fault = undefined;
    if (ends === 'before') throw new Error('the function was cut off');
    const answer = act();
    if (write !== undefined) this.writes.push(write);
    if (ends === 'after') throw new Error('the function was cut off');
    return answer;
  }
}
