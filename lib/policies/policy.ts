import type { Plan } from '../plan/plan';
import type { Assembly } from '../topology/assembly';
import type { Resource } from '../topology/property';
import { TopologyError } from '../topology/topology-error';

/** What a policy is told besides the templates. */
export interface PolicyContext {
  /** What was asked for; sizes and schedules are judged by the demand in it, never by its arithmetic. */
  readonly plan: Plan;
}

/** Something in the templates that breaks a rule. */
export interface PolicyFinding {
  readonly rule: string;
  readonly stackName: string;
  /** Resource at fault; absent when it is missing or the whole stack is meant. */
  readonly logicalId?: string;
  /** Property at fault, such as `HealthCheckConfig.Port`; absent when no single one is. */
  readonly path?: string;
  /** What is wrong, with the value found and the value needed. */
  readonly what: string;
  /** What to change. */
  readonly fix: string;
}

/** A finding before its policy has put its name to it. */
export type Fault = Omit<PolicyFinding, 'rule'>;

/** One rule that the templates of every plan keep. */
export interface Policy {
  /** Kebab-case, begins with `kapok-`. */
  readonly rule: string;
  /** The rule as one sentence. */
  readonly title: string;
  /** Every breach of the rule; templates that cannot be read are breaches as well. */
  check(assembly: Assembly, context: PolicyContext): readonly PolicyFinding[];
}

/** One check of a policy. */
export type FindFaults = (assembly: Assembly, context: PolicyContext) => readonly Fault[];

/** Makes a policy of checks; one that cannot read a template does not keep the others from running. */
export function policyOf(rule: string, title: string, ...checks: readonly FindFaults[]): Policy {
  return {
    rule,
    title,
    check: (assembly, context) =>
      checks
        .flatMap((find) => faultsOrUnreadable(() => find(assembly, context)))
        .map((fault) => ({ rule, ...fault })),
  };
}

/** Where a resource stands, and which of its properties is meant. */
export function placeOf(
  resource: Resource,
  path?: string,
): Pick<Fault, 'stackName' | 'logicalId' | 'path'> {
  return {
    stackName: resource.stack.stackName,
    logicalId: resource.logicalId,
    ...(path !== undefined && { path }),
  };
}

/** What a check finds, or that it cannot read what it must judge. */
export function faultsOrUnreadable(find: () => readonly Fault[]): readonly Fault[] {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    const what = `${error.message}: got ${error.got}, allowed: ${error.allowed}`;
    return [{ ...unreadablePlace(error.message), what, fix: error.fix }];
  }
}

/** The errors of the topology name stack and resource in their message. */
function unreadablePlace(message: string): Pick<Fault, 'stackName' | 'logicalId'> {
  const [, stackName = '', logicalId] = /^stack ([^,:]+)(?:, resource (\w+))?/.exec(message) ?? [];
  return { stackName, ...(logicalId !== undefined && { logicalId }) };
}
