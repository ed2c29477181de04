import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { TYPESCRIPT_LOADER } from '../../../lib/twin/child-process';
import { ProcessGroup } from '../../../lib/twin/process-group';
import { RegionalApi } from '../../../lib/twin/regional-api/client';
import { CONFIGURATION_VARIABLE } from '../../../lib/twin/regional-api/configuration';
import type { TwinError } from '../../../lib/twin/twin-error';
import {
  configurationOf,
  dynamoDb,
  eventually,
  FACTS,
  SINGAPORE,
  TOKYO,
  temporaryDirectory,
} from './two-regions';

const TableName = FACTS.tableName;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let faults: TwinError[];
let group: ProcessGroup;

beforeEach(async () => {
  directory = await temporaryDirectory();
  faults = [];
  group = new ProcessGroup('test', (fault) => faults.push(fault));
});

afterEach(async () => {
  const { pids } = group;
  await group.killAll();
  for (const pid of pids) expect(isRunning(pid)).toBe(false);
  await directory.remove();
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const start = (region: string, more: { port?: number } = {}) =>
  RegionalApi.start({ ...configurationOf(region, directory.path, more), group });

async function introduce(one: RegionalApi, other: RegionalApi): Promise<void> {
  await one.setPeers({ [other.region]: other.url });
  await other.setPeers({ [one.region]: one.url });
}

/** Writes item after item until the endpoint is gone or it is enough; returns what was acknowledged. */
async function writeMany(api: RegionalApi, writer: number, enough: AbortSignal): Promise<string[]> {
  const client = dynamoDb(api.region, api.url);
  const acknowledged: string[] = [];
  try {
    for (let at = 0; !enough.aborted; at += 1) {
      const fact = `test#${String(at).padStart(6, '0')}`;
      const Item = { person: { S: `person#${writer}` }, fact: { S: fact } };
      await client.send(new PutItemCommand({ TableName, Item }));
      acknowledged.push(`person#${writer} ${fact}`);
    }
  } catch {
    // The endpoint was killed amid this write, which nobody acknowledged.
  }
  client.destroy();
  return acknowledged;
}

async function allItems(api: RegionalApi): Promise<string[]> {
  const client = dynamoDb(api.region, api.url);
  const found: string[] = [];
  for await (const page of paginateScan({ client }, { TableName })) {
    for (const { person, fact } of page.Items ?? []) found.push(`${person?.S} ${fact?.S}`);
  }
  client.destroy();
  return found.sort();
}

test.each([
  ['the region that is written to', SINGAPORE],
  ['the region that is shipped to', TOKYO],
])('after SIGKILL of %s every acknowledged write is in both regions', async (_which, killed) => {
  const regions = new Map([SINGAPORE, TOKYO].map((region) => [region, start(region)]));
  const running = async (region: string) => (await regions.get(region)) as RegionalApi;
  const status = async () => (await (await running(SINGAPORE)).status()).peers[TOKYO];
  await introduce(await running(SINGAPORE), await running(TOKYO));
  const enough = new AbortController();
  const singapore = await running(SINGAPORE);
  const writers = Array.from({ length: 8 }, (_, at) => writeMany(singapore, at, enough.signal));
  await eventually('some writes were shipped and others not', async () => {
    const { shipped = 0, pending = 0 } = (await status()) ?? {};
    return shipped > 300 && pending > 0;
  });
  const { port, url } = await running(killed);
  await (await running(killed)).kill();
  enough.abort();
  const acknowledged = (await Promise.all(writers)).flat();
  expect(acknowledged.length).toBeGreaterThan(300);

  regions.set(killed, start(killed, { port }));
  expect((await running(killed)).url).toBe(url);
  await introduce(await running(SINGAPORE), await running(TOKYO));
  await eventually('nothing is pending', async () => (await status())?.pending === 0);
  const here = await allItems(await running(SINGAPORE));
  const there = await allItems(await running(TOKYO));
  const kept = new Set(here);
  expect(acknowledged.filter((item) => !kept.has(item))).toEqual([]);
  expect(there).toEqual(here);
  expect(faults).toEqual([]);
});

test('an endpoint that is stopped ends cleanly and takes up its data again', async () => {
  const first = await start(SINGAPORE);
  const client = dynamoDb(SINGAPORE, first.url);
  const Item = { person: { S: 'person#1' }, fact: { S: 'test#1' } };
  await client.send(new PutItemCommand({ TableName, Item }));
  client.destroy();
  await first.stop();
  expect(isRunning(first.pid ?? 0)).toBe(false);
  const second = await start(SINGAPORE);
  expect(await allItems(second)).toEqual(['person#1 test#1']);
  expect(faults).toEqual([]);
});

test('a port that is taken is not insisted on', async () => {
  const singapore = await start(SINGAPORE);
  const tokyo = await start(TOKYO, { port: singapore.port });
  expect(tokyo.port).not.toBe(singapore.port);
});

test.each([
  ['its parent lets go of it', (child: ReturnType<typeof forkApi>) => child.disconnect(), 0, null],
  ['it is sent SIGTERM', (child: ReturnType<typeof forkApi>) => child.kill('SIGTERM'), 0, null],
])('the process ends when %s', async (_when, act, code, signal) => {
  const child = forkApi();
  await once(child, 'message');
  act(child);
  expect(await once(child, 'exit')).toEqual([code, signal]);
});

function forkApi() {
  const configuration = JSON.stringify(configurationOf(SINGAPORE, directory.path));
  return fork(join(__dirname, '../../../lib/twin/regional-api/process.ts'), [], {
    execArgv: ['--import', TYPESCRIPT_LOADER],
    env: { ...process.env, [CONFIGURATION_VARIABLE]: configuration },
  });
}

test('fails to start on a folder that another endpoint has open', async () => {
  await start(SINGAPORE);
  const fault = await start(SINGAPORE).catch((error: TwinError) => error);
  expect(fault).toMatchObject({ code: 'KAPOK_TWIN_PROCESS_DIED' });
  expect((fault as TwinError).got).toMatch(/lock/i);
});
