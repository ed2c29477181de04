import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CredentialSecrets } from '../constructs/credential-secrets';
import { GlobalTable } from '../constructs/global-table';
import { physicalNames } from '../constructs/physical-names';
import type { CapacityPlan } from '../plan/capacity-plan';
import type { Plan } from '../plan/plan';

/** Properties of a `DataStack`. */
export interface DataStackProps extends StackProps {
  readonly plan: Pick<Plan, 'name' | 'sandbox'>;
  /** Regions that hold the data beside the stack's own. */
  readonly replicaRegions: readonly string[];
  readonly warmThroughput: CapacityPlan['warmThroughput'];
}

/** What all regions share: the two global tables and the replicated secrets. */
export class DataStack extends Stack {
  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const names = physicalNames(props.plan.name);
    const shared = {
      replicaRegions: props.replicaRegions,
      keyAlias: names.keyAlias,
      sandbox: props.plan.sandbox,
    };
    new GlobalTable(this, 'Facts', {
      tableName: names.factsTable,
      partitionKey: 'person',
      sortKey: 'fact',
      warmThroughput: props.warmThroughput.facts,
      ...shared,
    });
    new GlobalTable(this, 'Control', {
      tableName: names.controlTable,
      partitionKey: 'topic',
      sortKey: 'name',
      warmThroughput: props.warmThroughput.control,
      ...shared,
    });
    new CredentialSecrets(this, 'Credentials', {
      signingKeySecretName: names.signingKeySecret,
      pepperSecretName: names.pepperSecret,
      ...shared,
    });
  }
}
