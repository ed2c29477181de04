import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CredentialSecrets } from '../constructs/credential-secrets';
import { DataWatch } from '../constructs/data-watch';
import { guardExpiry } from '../constructs/expiry-guard';
import { FactMerge } from '../constructs/fact-merge';
import { GlobalTable, type TableConsistency } from '../constructs/global-table';
import { physicalNames } from '../constructs/physical-names';
import { PLAN_TAG } from '../constructs/plan-tag';
import { SigningKeyRotation } from '../constructs/signing-key-rotation';
import { TableBackups } from '../constructs/table-backups';
import type { CapacityPlan } from '../plan/capacity-plan';
import type { DataPlan, Plan } from '../plan/plan';

/** Properties of a `DataStack`. */
export interface DataStackProps extends StackProps {
  readonly plan: Pick<Plan, 'name' | 'sandbox' | 'data' | 'timeZone'>;
  /** Regions that hold the data beside the stack's own. */
  readonly replicaRegions: readonly string[];
  readonly warmThroughput: CapacityPlan['warmThroughput'];
}

/** Attribute after whose time an item of `control` may go: a heartbeat nobody will read again. */
export const CONTROL_EXPIRY_ATTRIBUTE = 'expiresAt';

/** What all regions share: the two global tables with their backups, and the replicated secrets. */
export class DataStack extends Stack {
  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { name, sandbox } = props.plan;
    const { keyAlias, ...names } = physicalNames(name);
    const shared = { replicaRegions: props.replicaRegions, keyAlias, sandbox };
    const tables = this.addTables(props);
    guardExpiry(this, { permanentTables: [names.factsTable] });
    new FactMerge(this, 'MergeFacts', {
      functionName: names.mergeFactsFunction,
      factsTable: names.factsTable,
      keyAlias,
    });
    // A sandbox keeps its points in time alone: one backup in its vault would keep that from going.
    if (!sandbox) {
      new TableBackups(this, 'Backups', {
        tableArns: tables.map(({ tableArn }) => tableArn),
        vaultName: names.backupVault,
        copyRegions: props.replicaRegions,
        keyAlias,
        timeZone: props.plan.timeZone,
      });
    }
    const { signingKeySecretArn, filled } = new CredentialSecrets(this, 'Credentials', {
      signingKeySecretName: names.signingKeySecret,
      pepperSecretName: names.pepperSecret,
      channelKeysSecretName: names.channelKeysSecret,
      partnerKeysSecretName: names.partnerKeysSecret,
      ...shared,
    });
    const { rotator } = new SigningKeyRotation(this, 'SigningKeyRotation', {
      secretArn: signingKeySecretArn,
      rotatesAfter: filled,
      ...shared,
    });
    new DataWatch(this, 'Watch', { planName: name, rotator });
  }

  private addTables({ plan, replicaRegions, warmThroughput }: DataStackProps): GlobalTable[] {
    const { keyAlias, factsTable, controlTable } = physicalNames(plan.name);
    const shared = {
      replicaRegions,
      keyAlias,
      sandbox: plan.sandbox,
      tags: { [PLAN_TAG]: plan.name },
    };
    const consistency = tableConsistency(plan.data);
    return [
      new GlobalTable(this, 'Facts', {
        tableName: factsTable,
        partitionKey: 'person',
        sortKey: 'fact',
        warmThroughput: warmThroughput.facts,
        consistency,
        ...shared,
      }),
      new GlobalTable(this, 'Control', {
        tableName: controlTable,
        partitionKey: 'topic',
        sortKey: 'name',
        warmThroughput: warmThroughput.control,
        consistency:
          consistency.kind === 'eventual'
            ? { ...consistency, expiryAttribute: CONTROL_EXPIRY_ATTRIBUTE }
            : consistency,
        ...shared,
      }),
    ];
  }
}

function tableConsistency({ consistency, witness }: DataPlan): TableConsistency {
  if (consistency === 'eventual') return { kind: 'eventual' };
  return { kind: 'strong', ...(witness !== undefined && { witnessRegion: witness }) };
}
