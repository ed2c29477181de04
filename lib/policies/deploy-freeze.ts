import { READY_MINUTES } from '../plan/defaults';
import type { Plan } from '../plan/plan';
import {
  type Assembly,
  type AssemblyStack,
  asArray,
  asObject,
  type Json,
} from '../topology/assembly';
import { CALLS, type CalendarCall, calendarCalls } from './calendar-calls';
import { findCampaignGaps } from './campaign-windows';
import { holdsFleet } from './control-plane-faults';
import { allows } from './iam-statements';
import { tryFindIdleClosure } from './idle-closure';
import { type Fault, type PolicyContext, placeOf, policyOf } from './policy';

const CLOSED = 1;
const OPEN = 0;

/**
 * Rule: no release touches a region while a campaign needs more than its template holds. With it, what
 * survivability proves of deployments in the ordinary week holds for all of the year.
 */
export const deployFreeze = policyOf(
  'kapok-deploy-freeze',
  'every region refuses deployments from the lead time of a campaign to its end',
  findFreezeFaults,
);

function findFreezeFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const { campaigns } = plan.traffic;
  if (campaigns.length === 0) return [];
  const calls = calendarCalls(assembly, CALLS.setStackPolicy);
  return assembly.stacks
    .filter((stack) => holdsFleet(assembly, stack))
    .flatMap((stack) => {
      const levels = calls
        .filter((call) => call.resource.stack.id === stack.id)
        .map((call) => ({ call, level: isClosing(call) ? CLOSED : OPEN }));
      const gaps = findCampaignGaps(campaigns, plan.timeZone, OPEN, levels, {
        // A raise and a close come in the same minute, and either may be late.
        leadMinutes: plan.prewarm.leadMinutes - READY_MINUTES,
        levelFor: () => CLOSED,
      });
      return [
        ...gaps.map(({ campaign, at }) => ({
          stackName: stack.stackName,
          what: `${stack.region} takes deployments on ${at}, while ${campaign} needs more than its template holds`,
          fix: `let a schedule set a stack policy that denies updates ${plan.prewarm.leadMinutes} minutes before the campaign`,
        })),
        ...misdirected(stack, levels),
        ...closedForNothing(stack, levels, plan),
      ];
    });
}

interface Gate {
  readonly call: CalendarCall;
  readonly level: number;
}

function misdirected(stack: AssemblyStack, levels: readonly Gate[]): readonly Fault[] {
  return levels
    .filter(({ call }) => !namesStack(String(call.input.StackName), stack))
    .map(({ call: { resource, input } }) => ({
      ...placeOf(resource, 'Target.Input'),
      what: `${resource.logicalId} closes or opens ${String(input.StackName)}, not its own stack`,
      fix: `name ${stack.stackName}`,
    }));
}

function namesStack(name: string, stack: AssemblyStack): boolean {
  return name === stack.stackName || name.includes(`:stack/${stack.stackName}/`);
}

/** Each close has its opening, or a campaign ends all deployments until somebody opens by hand. */
function closedForNothing(
  stack: AssemblyStack,
  levels: readonly Gate[],
  plan: Plan,
): readonly Fault[] {
  const at = tryFindIdleClosure(plan, levels);
  if (at === undefined) return [];
  return [
    {
      stackName: stack.stackName,
      what: `${stack.region} still refuses deployments on ${at}, with no campaign near`,
      fix: 'let a schedule set a stack policy that allows updates when the campaign ends',
    },
  ];
}

/** Whether a stack policy refuses updates of everything. */
function isClosing({ input }: CalendarCall): boolean {
  return statementsOf(input.StackPolicyBody).some((statement) => {
    const actions = [statement.Action].flat().map(String);
    return (
      statement.Effect === 'Deny' &&
      statement.Resource === '*' &&
      statement.Condition === undefined &&
      actions.some((action) => allows(action, 'Update:Modify'))
    );
  });
}

function statementsOf(body: Json | undefined) {
  try {
    const policy: Json = typeof body === 'string' ? JSON.parse(body) : (body ?? null);
    return asArray(asObject(policy).Statement).map(asObject);
  } catch {
    return [];
  }
}
