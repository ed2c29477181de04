import type { Assembly, AssemblyStack } from '../topology/assembly';
import { resourcesOf } from '../topology/property';
import { FLEET_TAG } from '../topology/standing-fleets';
import { allowedStatements, allows } from './iam-statements';
import { type Fault, placeOf } from './policy';

/**
 * Calls to what may be down or slow on the day it is needed, one of each kind: the control planes of
 * Route 53 and IAM live in one region, launches need capacity that everybody asks for, and a suspended
 * process takes the schedule away.
 */
const FORBIDDEN_CALLS: Readonly<Record<string, string>> = {
  'route53:ChangeResourceRecordSets': 'records are changed through the API of Route 53',
  'route53:CreateHealthCheck': 'health checks are made through the API of Route 53',
  'route53:UpdateHealthCheck': 'health checks are changed through the API of Route 53',
  'route53:DeleteHealthCheck': 'health checks are removed through the API of Route 53',
  'route53-recovery-cluster:UpdateRoutingControlState': 'users are moved by another control plane',
  'ec2:RunInstances': 'instances are launched by hand',
  'ec2:StartInstances': 'instances are started by hand',
  'ec2:CreateFleet': 'instances are launched by hand',
  'autoscaling:SetDesiredCapacity': 'instances are launched by resizing the group by hand',
  'autoscaling:UpdateAutoScalingGroup': 'the sizes of the group are changed by hand',
  'autoscaling:SuspendProcesses': 'the schedule can be suspended',
};

// Handing over a role that exists, and reading, change nothing.
const HARMLESS_IAM = /^iam:(PassRole|Get\w*\*?|List\w*\*?|Simulate\w*\*?)$/i;

/** Roles on the path of an evacuation that may call what an evacuation must not need. */
export function findControlPlaneCalls(assembly: Assembly): readonly Fault[] {
  return evacuationStacks(assembly).flatMap((stack) =>
    allowedStatements(assembly, stack).flatMap(({ resource, statement, actions }) => {
      const fix = 'take the action away: what moves users needs the data plane alone';
      return actions.flatMap((pattern) => {
        const reasons = Object.entries(FORBIDDEN_CALLS)
          .filter(([action]) => allows(pattern, action))
          .map(([, reason]) => reason);
        const isIam = allows(pattern, 'iam:CreateRole') || /^iam:/i.test(pattern);
        if (isIam && !HARMLESS_IAM.test(pattern)) reasons.push('identities are changed');
        if (reasons.length === 0) return [];
        const what = `${resource.logicalId} allows ${pattern}: ${reasons.join(', ')}`;
        return [{ ...placeOf(resource, `${statement.path}.Action`), what, fix }];
      });
    }),
  );
}

/** The stacks whose functions and instances act in an evacuation: those with fleets and the drills. */
function evacuationStacks(assembly: Assembly): readonly AssemblyStack[] {
  return assembly.stacks.filter(
    (stack) => stack.id.startsWith('Drill') || holdsFleet(assembly, stack),
  );
}

/** Whether a stack runs a fleet. */
export function holdsFleet(assembly: Assembly, stack: AssemblyStack): boolean {
  return resourcesOf(assembly, 'AWS::AutoScaling::AutoScalingGroup', stack).some((group) =>
    (group.tryGet('Tags')?.items() ?? []).some((tag) => tag.tryGet('Key')?.text() === FLEET_TAG),
  );
}
