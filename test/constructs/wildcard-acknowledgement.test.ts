import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Aws, Fn, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledgeWildcards } from '../../lib/constructs/wildcard-acknowledgement';

const outdir = mkdtempSync(join(tmpdir(), 'kapok-wildcards-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const ARNS = [
  `arn:aws:logs:ap-southeast-1:${Aws.ACCOUNT_ID}:log-group:one:*`,
  `${Fn.sub('arn:aws:s3:::assets-$' + '{AWS::AccountId}')}/*.zip`,
];

/** Names of the findings about a role with these wildcards, of which some are acknowledged. */
function findings(acknowledged: readonly string[]): string[] {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { env: { region: 'ap-southeast-1' } });
  const role = new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
  });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ARNS }));
  acknowledgeWildcards(role, acknowledged, 'a reason');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch {
    // Findings fail the synthesis; the report has them one by one.
  }
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
    violations.map(({ ruleName }) => ruleName),
  );
}

test('a wildcard is accepted exactly where it was said to be', () => {
  expect(findings([]).sort()).toEqual([
    'AwsSolutions-IAM5[Resource::arn:aws:logs:ap-southeast-1:<AWS::AccountId>:log-group:one:*]',
    'AwsSolutions-IAM5[Resource::arn:aws:s3:::assets-<AWS::AccountId>/*.zip]',
  ]);
  expect(findings(ARNS.slice(0, 1))).toEqual([
    'AwsSolutions-IAM5[Resource::arn:aws:s3:::assets-<AWS::AccountId>/*.zip]',
  ]);
  expect(findings(ARNS)).toEqual([]);
});
