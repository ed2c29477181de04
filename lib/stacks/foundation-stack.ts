import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { physicalNames } from '../constructs/physical-names';
import { type KeyOrigin, RegionalKey } from '../constructs/regional-key';
import { addFoundationOutputs } from '../constructs/stack-outputs';
import type { Plan } from '../plan/plan';

/** Properties of a `FoundationStack`. */
export interface FoundationStackProps extends StackProps {
  readonly plan: Pick<Plan, 'name' | 'sandbox'>;
  readonly keyOrigin: KeyOrigin;
}

/** What a region must have before data comes: the key that encrypts it. */
export class FoundationStack extends Stack {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    this.keyArn = new RegionalKey(this, 'Key', {
      origin: props.keyOrigin,
      aliasName: physicalNames(props.plan.name).keyAlias,
      sandbox: props.plan.sandbox,
    }).keyArn;
    addFoundationOutputs(this, props.plan.name);
  }
}
