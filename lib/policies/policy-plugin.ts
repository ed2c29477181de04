import { dirname } from 'node:path';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { Plan } from '../plan/plan';
import { readAssembly } from '../topology/assembly';
import { judge, ruleIds } from './judgement';
import type { PolicyFinding } from './policy';

/** A fatal violation cannot be acknowledged away: nobody can agree to a morning without codes. */
const SEVERITY = 'fatal';

/** Judges the templates at the end of every synthesis, and makes it fail where a rule is broken. */
export class PolicyPlugin implements IPolicyValidationPlugin {
  readonly name = 'Kapok';
  readonly ruleIds = [...ruleIds()];

  constructor(private readonly plan: Plan) {}

  /** Reads the templates just written; manifest and asset manifests are on disk by now too. */
  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const [first] = templatePaths;
    if (first === undefined) return { success: true, violations: [] };
    const assembly = readAssembly(dirname(first));
    const { holds, findings } = judge(assembly, this.plan);
    const templates = new Map(
      assembly.stacks.flatMap(({ id, stackName, templatePath }) => [
        [id, templatePath],
        [stackName, templatePath],
      ]),
    );
    return { success: holds, violations: findings.map((one) => violationOf(one, templates)) };
  }
}

function violationOf(
  { rule, stackName, logicalId, path, what, fix }: PolicyFinding,
  templates: ReadonlyMap<string, string>,
): PolicyViolation {
  const location = path === undefined ? 'Properties' : `Properties/${path.replaceAll('.', '/')}`;
  return {
    ruleName: rule,
    severity: SEVERITY,
    description: what,
    fix,
    violatingResources: [
      {
        locations: [location],
        ...(logicalId !== undefined && { resourceLogicalId: logicalId }),
        templatePath: templates.get(stackName),
      },
    ],
  };
}
