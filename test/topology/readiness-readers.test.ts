import { readAssembly } from '../../lib/topology/assembly';
import { readBackups } from '../../lib/topology/backups';
import { readCanaries } from '../../lib/topology/canaries';
import { readInterfaceEndpoints } from '../../lib/topology/endpoints';
import { readReservationChanges } from '../../lib/topology/reservations';
import { readTableSafeguards } from '../../lib/topology/table-safeguards';
import { removeAssemblies, writeAssembly } from './hand-made-assembly';

afterAll(removeAssemblies);

const PARTITION = { Ref: 'AWS::Partition' };
const REGION = { Ref: 'AWS::Region' };
const RESERVE = 'modifyCapacityReservation';

function assemblyOf(Resources: Readonly<Record<string, object>>) {
  return readAssembly(
    writeAssembly([{ id: 'Region', region: 'ap-southeast-1', template: { Resources } }]),
  );
}

test('a schedule that changes a reservation is read with its load balancer', () => {
  const assembly = assemblyOf({
    Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
    Raise: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(0 1 10 1 ? *)',
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        Target: {
          Arn: {
            'Fn::Join': [
              ':',
              ['arn', PARTITION, 'scheduler:::aws-sdk:elasticloadbalancingv2', RESERVE],
            ],
          },
          Input: {
            'Fn::Join': [
              '',
              [
                '{"LoadBalancerArn":"',
                { Ref: 'Lb' },
                '","MinimumLoadBalancerCapacity":{"CapacityUnits":934}}',
              ],
            ],
          },
        },
      },
    },
    Other: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { ScheduleExpression: 'rate(1 day)', Target: { Arn: 'arn:aws:sqs:x' } },
    },
  });

  expect(readReservationChanges(assembly)).toEqual([
    {
      loadBalancerId: 'Region.Lb',
      region: 'ap-southeast-1',
      schedule: 'cron(0 1 10 1 ? *)',
      timeZone: 'Asia/Shanghai',
      capacityUnits: 934,
    },
  ]);
});

test('interface endpoints are counted in each zone, gateway endpoints not at all', () => {
  const endpoint = (Properties: object) => ({ Type: 'AWS::EC2::VPCEndpoint', Properties });
  const assembly = assemblyOf({
    Secrets: endpoint({
      ServiceName: { 'Fn::Join': ['.', ['com.amazonaws', REGION, 'secretsmanager']] },
      VpcEndpointType: 'Interface',
      SubnetIds: ['a', 'b', 'c'],
    }),
    S3: endpoint({ ServiceName: 'com.amazonaws.x.s3', VpcEndpointType: 'Gateway' }),
  });

  expect(readInterfaceEndpoints(assembly)).toEqual([
    { region: 'ap-southeast-1', service: 'secretsmanager', zones: 3 },
  ]);
});

test('a replica without point-in-time recovery or protection is not counted as safe', () => {
  const assembly = assemblyOf({
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        TableName: 'kapok-test-facts',
        GlobalTableWitnesses: [{ Region: 'r-three' }],
        Replicas: [
          {
            Region: 'r-one',
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
          { Region: 'r-two', DeletionProtectionEnabled: false },
        ],
        WarmThroughput: { ReadUnitsPerSecond: 20_000, WriteUnitsPerSecond: 5_000 },
      },
    },
  });

  expect(readTableSafeguards(assembly)).toEqual([
    {
      tableName: 'kapok-test-facts',
      pointInTimeRegions: ['r-one'],
      protectedRegions: ['r-one'],
      witnessRegion: 'r-three',
      warmThroughput: { readUnitsPerSecond: 20_000, writeUnitsPerSecond: 5_000 },
    },
  ]);
});

test('backups are read with how long they are kept, how often copied, and which vaults are locked', () => {
  const rule = {
    RuleName: 'daily',
    ScheduleExpression: 'cron(0 18 * * ? *)',
    TargetBackupVault: 'vault',
    Lifecycle: { DeleteAfterDays: 35 },
    CopyActions: [{ DestinationBackupVaultArn: 'arn' }],
  };
  const assembly = assemblyOf({
    Open: { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: 'open' } },
    Locked: {
      Type: 'AWS::Backup::BackupVault',
      Properties: { BackupVaultName: 'locked', LockConfiguration: { MinRetentionDays: 7 } },
    },
    Plan: {
      Type: 'AWS::Backup::BackupPlan',
      Properties: { BackupPlan: { BackupPlanName: 'plan', BackupPlanRule: [rule] } },
    },
  });

  expect(readBackups(assembly)).toEqual({
    vaults: [
      { region: 'ap-southeast-1', locked: false },
      { region: 'ap-southeast-1', locked: true },
    ],
    rules: [
      {
        region: 'ap-southeast-1',
        name: 'daily',
        schedule: 'cron(0 18 * * ? *)',
        keptDays: 35,
        copies: 1,
      },
    ],
  });
});

test.each([
  ['rate(1 minute)', 10_080],
  ['rate(5 minutes)', 2_016],
  ['rate(1 day)', 7],
])('a canary at %s runs %i times a week', (ScheduleExpression, runsPerWeek) => {
  const assembly = assemblyOf({
    ChannelCanaryRule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression } },
    RotationRule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression } },
  });

  expect(readCanaries(assembly)).toEqual([{ region: 'ap-southeast-1', runsPerWeek }]);
});
