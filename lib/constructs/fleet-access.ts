import { Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import type { FleetName } from '../plan/plan';
import type { PhysicalNames } from './physical-names';

/**
 * What instances do, service by service. The role of a fleet allows it and the network's endpoints let
 * nothing else pass, so a stolen credential of another account carries no data out through them.
 */

/** Actions on resources of one service. */
export interface Access {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why the resources cannot be named in full, where a wildcard stands for a part of them. */
  readonly wildcard?: string;
}

/**
 * No update, no delete, no scan. A put may replace an item, which is what becomes of `control`; that
 * facts are only added is the condition of each put in the service, not a permission. With eventual
 * consistency it holds in the replica of the region that puts, not in the others.
 */
export function tableAccess(scope: IConstruct, names: PhysicalNames): Access {
  return {
    actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
    resources: [names.factsTable, names.controlTable].map((table) =>
      arn(scope, 'dynamodb', `table/${table}`),
    ),
  };
}

/** Reads what codes are signed with, people are filed under and callers are known by. */
export function secretAccess(
  scope: IConstruct,
  names: PhysicalNames,
  fleets: readonly FleetName[],
): Access {
  const secrets = new Set(fleets.flatMap((fleet) => secretsOf(fleet, names)));
  return {
    actions: ['secretsmanager:GetSecretValue'],
    // Secrets Manager ends each ARN with six characters of its own.
    resources: [...secrets].map((secret) =>
      arn(scope, 'secretsmanager', `secret:${secret}-??????`),
    ),
  };
}

/** Fetches the service. */
export function bundleAccess(bucket: IBucket): Access {
  return {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*.zip')],
    wildcard:
      'a release changes the role before the launch template, and an instance launched between the two, or during a rollback, asks for the archive of another release; archives hold code only',
  };
}

/** Says that an instance is ready for service, or for the warm pool. */
export function launchHookAccess(scope: IConstruct, groupNames: readonly string[]): Access {
  return {
    actions: ['autoscaling:CompleteLifecycleAction'],
    resources: groupNames.map((name) =>
      arn(scope, 'autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`),
    ),
    wildcard: "the wildcard is the id that only the group's creation gives it; its name is exact",
  };
}

/** Writes log lines; the groups exist, so nothing may make one. */
export function logAccess(scope: IConstruct, logGroupNames: readonly string[]): Access {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: logGroupNames.map((name) => arn(scope, 'logs', `log-group:${name}:*`)),
    wildcard: 'each instance has a stream of its own in the log group, which is named in full',
  };
}

/** Only what shows codes can sign them, and each fleet knows the keys of those who call it. */
function secretsOf(fleet: FleetName, names: PhysicalNames): readonly string[] {
  return fleet === 'citizen'
    ? [names.signingKeySecret, names.pepperSecret, names.channelKeysSecret]
    : [names.pepperSecret, names.partnerKeysSecret];
}

function arn(scope: IConstruct, service: string, resource: string): string {
  return Stack.of(scope).formatArn({ service, resource });
}
