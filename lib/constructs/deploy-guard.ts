import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeployFreeze } from '../plan/capacity-plan';
import { minutesToNext } from '../plan/moment-gaps';
import type { RegionSchedules } from './region-schedules';

/** Properties of a `DeployGuard`. */
export interface DeployGuardProps {
  readonly freeze: DeployFreeze;
  readonly schedules: RegionSchedules;
}

/** The stack policy that refuses every update. */
export const CLOSED_POLICY = stackPolicy('Deny');

/** The stack policy that allows every update: one can be replaced, but never taken away. */
export const OPEN_POLICY = stackPolicy('Allow');

/**
 * Keeps releases off a region while a campaign is near or on, in the account itself, so that it holds
 * for whoever deploys from wherever. A release would set the week's MinSize and units in the middle of
 * the crowd. At the lead time of a campaign the stack's policy becomes one that denies every update, at
 * its end one that allows them. `cdk deploy` then fails at the first resource it would change, names
 * the stack policy as the reason and takes back what it had added. A policy has no place for a text of
 * its own, only for effect, action, principal, resource and condition, so the runbook says what to do:
 * heading "Release during a campaign". In an emergency an operator replaces the policy by one that
 * allows, such as `OPEN_POLICY`, in his own name
 * (`aws cloudformation set-stack-policy`).
 *
 * A call that fails, such as while an update runs, is tried again until the next one is due, so a
 * closing never comes after its opening.
 *
 * Not kept off: the first creation of the stack (the schedules come with it, and a campaign that is on
 * then closes nothing), resources that a release only adds, the removal of the whole stack, changes made
 * beside CloudFormation, and whoever may set a stack policy. The stacks of data, routing and drills are
 * not guarded: they hold no capacity.
 */
export class DeployGuard extends Construct {
  constructor(scope: Construct, id: string, { freeze, schedules }: DeployGuardProps) {
    super(scope, id);
    const moments = [
      ...freeze.closes.map((moment) => ({ ...moment, what: 'closed', policy: CLOSED_POLICY })),
      ...freeze.opens.map((moment) => ({ ...moment, what: 'open', policy: OPEN_POLICY })),
    ];
    if (moments.length === 0) return;
    const { stackId } = Stack.of(this);
    const role = schedules.addRole(`${id}Role`);
    const permission = new PolicyStatement({
      actions: ['cloudformation:SetStackPolicy'],
      resources: [stackId],
    });
    const retryMinutes = minutesToNext(moments);
    moments.forEach(({ name, recurrence, what, policy }, index) => {
      schedules.addCall(`${id}-${what}-${name}`, {
        description: `Releases of this region are ${what}: ${name}`,
        recurrence,
        service: 'cloudformation',
        action: 'setStackPolicy',
        input: { StackName: stackId, StackPolicyBody: policy },
        permission,
        role,
        retryMinutes: retryMinutes[index] ?? 0,
      });
    });
  }
}

function stackPolicy(effect: 'Allow' | 'Deny'): string {
  const statement = { Effect: effect, Action: 'Update:*', Principal: '*', Resource: '*' };
  return JSON.stringify({ Statement: [statement] });
}
