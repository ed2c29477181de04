import { createHash, randomUUID } from 'node:crypto';
import type { SecretTopology } from '../../topology/topology';
import { AwsError } from './aws-error';
import type { SecretStore, SecretVersion, StoredSecret } from './secret-store';

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
const ACCOUNT_ID = '000000000000';

interface SecretRequest {
  readonly SecretId?: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
  readonly ClientRequestToken?: string;
  readonly SecretString?: string;
  readonly SecretBinary?: string;
}

/** The operations of Secrets Manager that the deployment uses, in one region. */
export class SecretsManager {
  constructor(
    private readonly region: string,
    private readonly store: SecretStore,
    private readonly nowMs: () => number,
    /** Told after a value was put in this region, so that it is shipped to the replicas. */
    private readonly onChange: () => void,
  ) {}

  /** Answers one operation. */
  async answer(operation: string, request: SecretRequest): Promise<object> {
    switch (operation) {
      case 'GetSecretValue':
        return this.getSecretValue(request);
      case 'PutSecretValue':
        return this.putSecretValue(request);
      case 'DescribeSecret':
        return this.describeSecret(request);
      default:
        throw new AwsError(
          'UnknownOperationException',
          `secretsmanager.${operation} is not emulated`,
        );
    }
  }

  private getSecretValue(request: SecretRequest): object {
    const secret = this.find(request.SecretId);
    const stage = request.VersionStage ?? CURRENT;
    const [versionId, version] =
      Object.entries(this.store.read(secret.secretName).versions).find(([id, { stages }]) =>
        request.VersionId === undefined ? stages.includes(stage) : id === request.VersionId,
      ) ?? [];
    if (version === undefined) {
      const sought =
        request.VersionId === undefined
          ? `staging label: ${stage}`
          : `VersionId: ${request.VersionId}`;
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${sought}`,
      );
    }
    return {
      ARN: this.arn(secret),
      Name: secret.secretName,
      VersionId: versionId,
      SecretString: version.secretString,
      SecretBinary: version.secretBinary,
      VersionStages: version.stages,
      CreatedDate: version.createdSec,
    };
  }

  private async putSecretValue(request: SecretRequest): Promise<object> {
    const secret = this.find(request.SecretId);
    if (secret.primaryRegion !== this.region) {
      throw new AwsError(
        'InvalidRequestException',
        "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
      );
    }
    const value = givenValue(request);
    const versionId = request.ClientRequestToken ?? randomUUID();
    const stored = this.store.read(secret.secretName);
    const existing = stored.versions[versionId];
    if (existing === undefined) {
      const changed = withCurrent(stored, versionId, { ...value, createdSec: this.nowMs() / 1000 });
      await this.store.replace(secret.secretName, changed);
      this.onChange();
    } else if (!sameValue(existing, value)) {
      throw new AwsError(
        'ResourceExistsException',
        'You provided a ClientRequestToken that was used for another value of this secret',
      );
    }
    const stages = this.store.read(secret.secretName).versions[versionId]?.stages;
    return {
      ARN: this.arn(secret),
      Name: secret.secretName,
      VersionId: versionId,
      VersionStages: stages,
    };
  }

  private describeSecret(request: SecretRequest): object {
    const secret = this.find(request.SecretId);
    const stored = this.store.read(secret.secretName);
    const replicas = replicaRegionsOf(secret);
    return {
      ARN: this.arn(secret),
      Name: secret.secretName,
      PrimaryRegion: replicas.length > 0 ? secret.primaryRegion : undefined,
      VersionIdsToStages: Object.fromEntries(
        Object.entries(stored.versions).map(([id, { stages }]) => [id, stages]),
      ),
      ReplicationStatus:
        secret.primaryRegion === this.region && replicas.length > 0
          ? replicas.map((region) => ({
              Region: region,
              Status: (stored.confirmed[region] ?? 0) >= stored.revision ? 'InSync' : 'InProgress',
            }))
          : undefined,
    };
  }

  /** Finds a secret by name, whole ARN, or ARN without the six characters at its end. */
  private find(secretId: string | undefined): SecretTopology {
    const found = this.store.declarations.find((secret) => {
      const arn = this.arn(secret);
      return [secret.secretName, arn, arn.slice(0, -'-123456'.length)].includes(secretId ?? '');
    });
    if (found === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    }
    return found;
  }

  /** Secrets Manager ends an ARN with six random characters; here they follow from the name. */
  private arn({ secretName }: SecretTopology): string {
    const partition = this.region.startsWith('cn-') ? 'aws-cn' : 'aws';
    const suffix = createHash('sha256').update(secretName).digest('hex').slice(0, 6);
    return `arn:${partition}:secretsmanager:${this.region}:${ACCOUNT_ID}:secret:${secretName}-${suffix}`;
  }
}

/** The regions a secret is replicated to. */
export function replicaRegionsOf({ primaryRegion, replicaRegions }: SecretTopology): string[] {
  return replicaRegions.filter((region) => region !== primaryRegion);
}

type SecretValue = Pick<SecretVersion, 'secretString' | 'secretBinary'>;

function givenValue({ SecretString, SecretBinary }: SecretRequest): SecretValue {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw new AwsError(
      'InvalidParameterException',
      'You must provide either SecretString or SecretBinary, and not both',
    );
  }
  return SecretString === undefined
    ? { secretBinary: SecretBinary }
    : { secretString: SecretString };
}

function sameValue(one: SecretValue, other: SecretValue): boolean {
  return one.secretString === other.secretString && one.secretBinary === other.secretBinary;
}

/** Makes the new version AWSCURRENT, what was current AWSPREVIOUS, and drops what has no stage left. */
function withCurrent(
  stored: StoredSecret,
  versionId: string,
  value: Omit<SecretVersion, 'stages'>,
): StoredSecret {
  const versions: Record<string, SecretVersion> = { [versionId]: { ...value, stages: [CURRENT] } };
  for (const [id, version] of Object.entries(stored.versions)) {
    if (version.stages.includes(CURRENT)) versions[id] = { ...version, stages: [PREVIOUS] };
  }
  return { ...stored, revision: stored.revision + 1, versions };
}
