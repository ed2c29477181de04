import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { guardExpiry } from '../../lib/constructs/expiry-guard';
import { GlobalTable, type TableConsistency } from '../../lib/constructs/global-table';
import { planCapacity } from '../../lib/plan/capacity';
import { DataStack } from '../../lib/stacks/data-stack';
import { planFixture } from '../stacks/plan-fixture';

/** Synthesises a stack with one guarded table, changed by hand. */
function synthesize(
  consistency: TableConsistency,
  change: (table: dynamodb.CfnGlobalTable) => void = () => undefined,
): void {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Data', { env: { region: 'ap-northeast-1' } });
  const table = new GlobalTable(stack, 'Facts', {
    tableName: 'facts',
    partitionKey: 'person',
    sortKey: 'fact',
    replicaRegions: ['ap-northeast-2'],
    consistency,
    keyAlias: 'alias/key',
    warmThroughput: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000 },
    tags: {},
    sandbox: false,
  });
  for (const child of table.node.findAll()) {
    if (child instanceof dynamodb.CfnGlobalTable) change(child);
  }
  guardExpiry(stack, { permanentTables: consistency.kind === 'eventual' ? ['facts'] : [] });
  app.synth();
}

const expires = (table: dynamodb.CfnGlobalTable) => {
  table.timeToLiveSpecification = { enabled: true, attributeName: 'expiresAt' };
};

beforeAll(() => {
  process.env.CDK_VALIDATION = 'false';
});

test('tables in which nothing expires pass', () => {
  expect(() => synthesize({ kind: 'eventual' })).not.toThrow();
  expect(() => synthesize({ kind: 'strong', witnessRegion: 'ap-northeast-3' })).not.toThrow();
});

test('fails when facts would expire, whoever asks for it', () => {
  const said = 'Data/Facts/Table/Resource lets items expire, but what facts holds must stay';
  expect(() => synthesize({ kind: 'eventual', expiryAttribute: 'expiresAt' })).toThrow(said);
  expect(() => synthesize({ kind: 'eventual' }, expires)).toThrow(said);
});

test('the stack of the tables is guarded', () => {
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
  const plan = planFixture();
  const stack = new DataStack(app, 'Data', {
    env: { region: 'ap-southeast-1' },
    plan,
    replicaRegions: ['ap-northeast-1'],
    warmThroughput: planCapacity(plan).warmThroughput,
  });
  for (const child of stack.node.findAll()) {
    if (child instanceof dynamodb.CfnGlobalTable && /Facts/.test(child.node.path)) expires(child);
  }

  expect(() => app.synth()).toThrow(
    'Data/Facts/Table/Resource lets items expire, but what kapok-guangdong-facts holds must stay',
  );
});

test('fails when items of a strongly consistent table would expire', () => {
  expect(() => synthesize({ kind: 'strong', witnessRegion: 'ap-northeast-3' }, expires)).toThrow(
    'which strongly consistent tables cannot',
  );
});
