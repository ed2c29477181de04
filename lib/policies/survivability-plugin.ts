import { dirname } from 'node:path';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { readAssembly } from '../topology/assembly';
import { standingRegionsOf } from '../topology/standing-fleets';
import type { StandingRegion } from '../topology/topology';
import type { ScheduleFinding } from './schedule-findings';
import {
  describeShortfall,
  type PlanDemand,
  proveSurvivability,
  type Shortfall,
} from './survivability';

/** Rule: what stands carries the demand at every minute with any one region away. */
export const SURVIVABILITY_RULE = 'kapok-survivability';

/** Rule: the templates say without doubt what stands when, what it carries and who is led to it. */
export const SCHEDULE_RULE = 'kapok-schedule';

/** A fatal violation cannot be acknowledged away: nobody can agree to a morning without codes. */
const SEVERITY = 'fatal';

const CAPACITY_FIX =
  'let sizes and schedules follow from the plan; if they do, change its strategy or what it survives';

/** Proves survivability at the end of every synthesis, and makes it fail where the proof does. */
export class SurvivabilityPlugin implements IPolicyValidationPlugin {
  readonly name = 'Kapok';
  readonly ruleIds = [SURVIVABILITY_RULE, SCHEDULE_RULE];

  constructor(private readonly plan: PlanDemand) {}

  /** Reads the templates just written; manifest and asset manifests are on disk by now too. */
  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const [first] = templatePaths;
    if (first === undefined) return { success: true, violations: [] };
    const assembly = readAssembly(dirname(first));
    const regions = standingRegionsOf(assembly);
    const { holds, firstShortfall, findings } = proveSurvivability({ regions }, this.plan);
    const templates = new Map(
      assembly.stacks.map(({ stackName, templatePath }) => [stackName, templatePath]),
    );
    const violations = findings.map((finding) => findingViolation(finding, templates));
    if (firstShortfall !== undefined) {
      violations.unshift(shortfallViolation(firstShortfall, regions, templates));
    }
    return { success: holds, violations };
  }
}

function shortfallViolation(
  shortfall: Shortfall,
  regions: readonly StandingRegion[],
  templates: ReadonlyMap<string, string>,
): PolicyViolation {
  const atFault = shortfall.survivor ?? shortfall.regionLost;
  const region = regions.find(({ region: name }) => name === atFault);
  const fleet = region?.fleets.find(({ name }) => name === shortfall.fleet);
  return {
    ruleName: SURVIVABILITY_RULE,
    severity: SEVERITY,
    description: describeShortfall(shortfall),
    fix: CAPACITY_FIX,
    violatingResources: [
      {
        locations: ['Properties/MinSize'],
        ...(fleet !== undefined && { resourceLogicalId: fleet.autoScalingGroupId }),
        templatePath: templates.get(region?.stackName ?? ''),
      },
    ],
  };
}

function findingViolation(
  { logicalId, stackName, what, fix }: ScheduleFinding,
  templates: ReadonlyMap<string, string>,
): PolicyViolation {
  const resource = logicalId === undefined ? {} : { resourceLogicalId: logicalId };
  return {
    ruleName: SCHEDULE_RULE,
    severity: SEVERITY,
    description: what,
    fix,
    violatingResources: [
      { locations: ['Properties'], ...resource, templatePath: templates.get(stackName) },
    ],
  };
}
