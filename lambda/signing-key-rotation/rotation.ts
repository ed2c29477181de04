import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { CURRENT_STAGE, PENDING_STAGE, type SecretVersions } from '../adapters/secret-versions';
import type { SecretCopy } from '../adapters/secrets-manager';
import type { StoredKeySet } from '../signing-keys/key-set';
import { tryReadKeySet } from '../signing-keys/read-key-set';
import { provesItself } from './prove-key';
import { isRipe, isStale, mayFollow, rotateKeySet } from './rotate-key-set';
import {
  disabled,
  early,
  noKeySet,
  notPending,
  notReplicated,
  overtaken,
  stale,
  unknownStep,
  unproven,
} from './rotation-refusals';

/** What a `Rotation` needs. */
export interface RotationOptions {
  readonly versions: SecretVersions;
  readonly nowMs: () => number;
}

/** One rotation of the signing keys: a version of the secret on its way to become the current one. */
export class Rotation {
  private readonly secretId: string;
  private readonly versionId: string;

  constructor(
    private readonly event: SecretsManagerRotationEvent,
    private readonly options: RotationOptions,
  ) {
    this.secretId = event.SecretId;
    this.versionId = event.ClientRequestToken;
  }

  /** Does the step that Secrets Manager asks for; any step may come again, at any time. */
  async step(): Promise<void> {
    const { secretId, versionId } = this;
    const state = await this.options.versions.describe(secretId);
    if (!state.rotationEnabled) throw disabled(secretId);
    const stages = state.stagesByVersion[versionId] ?? [];
    if (stages.includes(CURRENT_STAGE)) return this.tidy(stages);
    if (!stages.includes(PENDING_STAGE)) throw notPending(versionId, stages);
    switch (this.event.Step) {
      case 'createSecret':
        return this.create(state.copiesBehind);
      case 'setSecret':
        // Nobody else has to learn the keys: verifiers read what the service publishes.
        return;
      case 'testSecret':
        return this.test();
      case 'finishSecret':
        return this.finish(currentVersionIn(state.stagesByVersion));
      default:
        throw unknownStep(this.event.Step);
    }
  }

  private async create(copiesBehind: readonly SecretCopy[]): Promise<void> {
    const { versions, nowMs } = this.options;
    const { secretId, versionId } = this;
    const prepared = await versions.tryReadPending(secretId, versionId);
    if (prepared !== undefined) return this.giveUpStale(this.keySet(prepared));
    // A region that is behind still signs with keys that this rotation might drop.
    if (copiesBehind.length > 0) throw notReplicated(secretId, copiesBehind);
    const current = this.keySet(await versions.tryReadCurrent(secretId));
    if (!isRipe(current, nowMs())) throw early(current.next?.madeAt);
    const rotated = rotateKeySet(current, nowMs());
    await versions.writePending(secretId, versionId, JSON.stringify(rotated));
  }

  /**
   * Also asked when the schedule is made, with a copy of the current version: Secrets Manager tries
   * the function out.
   */
  private async test(): Promise<void> {
    const { current, next } = await this.pending();
    for (const key of next === undefined ? [current] : [current, next]) {
      if (!provesItself(key)) throw unproven(key.kid);
    }
  }

  private async finish(currentVersionId: string): Promise<void> {
    const { versions } = this.options;
    const { secretId, versionId } = this;
    const pending = await this.pending();
    await this.giveUpStale(pending);
    const current = this.keySet(await versions.tryReadCurrent(secretId));
    if (!mayFollow(pending, current)) {
      await versions.unmarkPending(secretId, versionId);
      throw overtaken(versionId);
    }
    await versions.promote(secretId, versionId, currentVersionId);
    // Left behind, the label would stop all rotations once somebody puts a value by hand.
    await versions.unmarkPending(secretId, versionId);
  }

  /** What is left of a rotation that ended between its last two calls. */
  private async tidy(stages: readonly string[]): Promise<void> {
    if (this.event.Step !== 'finishSecret' || !stages.includes(PENDING_STAGE)) return;
    await this.options.versions.unmarkPending(this.secretId, this.versionId);
  }

  /** Without its label the version is forgotten, and the next attempt prepares another one. */
  private async giveUpStale(pending: StoredKeySet): Promise<void> {
    const { versions, nowMs } = this.options;
    if (!isStale(pending, nowMs())) return;
    await versions.unmarkPending(this.secretId, this.versionId);
    throw stale(this.versionId, pending.next?.madeAt);
  }

  private async pending(): Promise<StoredKeySet> {
    return this.keySet(await this.options.versions.tryReadPending(this.secretId, this.versionId));
  }

  private keySet(value: string | undefined): StoredKeySet {
    const set = value === undefined ? undefined : tryReadKeySet(value);
    if (set === undefined) throw noKeySet(this.secretId, value);
    return set;
  }
}

function currentVersionIn(stagesByVersion: Readonly<Record<string, readonly string[]>>): string {
  const [currentVersionId = ''] =
    Object.entries(stagesByVersion).find(([, stages]) => stages.includes(CURRENT_STAGE)) ?? [];
  return currentVersionId;
}
