import { INITIAL_LIMIT } from '../../service/admission/limit-options';
import { KEYS_REFRESH_SECONDS } from '../../service/credential/rotating-key-ring';
import { evacuationItem } from '../../service/evacuation/control-items';
import { REGISTER_REFRESH_SECONDS } from '../../service/keys/key-register';
import { UNKNOWN_KEY_SECONDS } from '../../service/keys/watched-register';
import { createLogger } from '../../service/logging/logger';
import { CONTROL_PATIENCE_SECONDS } from '../../service/patience';
import { SEED_RULE_SET } from '../../service/rules/rule-set';
import type { ISecretReader } from '../../service/secrets/secrets';
import { Service } from '../../service/service';
import { configOf } from './fixtures/app';
import { CALLER_KEYS, REGISTER_TEXT } from './fixtures/callers';
import { ManualClock } from './fixtures/manual-clock';
import { MemoryAuditStore } from './fixtures/memory-audit-store';
import { MemoryQuarantineStore } from './fixtures/memory-quarantine';
import { MemoryControlStore, MemoryFactStore } from './fixtures/memory-stores';
import { privateJwk, SECRET_TEXTS } from './fixtures/secrets';

const SECRETS_READER: ISecretReader = {
  read: async (name) => secretText(name),
};

/** What each secret holds, by the end of its name. */
function secretText(name: string, signingKeys: string = SECRET_TEXTS.signingKeys): string {
  if (name.endsWith('pepper')) return SECRET_TEXTS.pepper;
  return name.endsWith('signing-key') ? signingKeys : REGISTER_TEXT;
}

const running: Service[] = [];

afterEach(() => Promise.all(running.splice(0).map((service) => service.stop())));

function create(fleet: 'citizen' | 'partner', secrets = SECRETS_READER) {
  const config = configOf(fleet);
  const clock = new ManualClock();
  const lines: string[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: lines are asserted as the data they are
  const metricLines: any[] = [];
  const control = new MemoryControlStore();
  const service = new Service({
    config,
    clock,
    logger: createLogger(config, clock, { write: (line) => lines.push(line) }),
    facts: new MemoryFactStore(),
    auditStore: new MemoryAuditStore(),
    control,
    quarantine: new MemoryQuarantineStore(),
    secrets,
    random: () => 0,
    eventLoop: { read: () => 12.5 },
    output: { write: (line) => metricLines.push(JSON.parse(line)) },
  });
  running.push(service);
  return { service, clock, control, lines, metricLines };
}

const settle = () => new Promise(setImmediate);

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settle();
}

async function health(port: number | undefined): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/regional-health`)).text();
}

test('obeys an evacuation from the first request on', async () => {
  const { service, control, clock } = create('citizen');
  const atMs = clock.now();
  await control.put({
    topic: 'heartbeat',
    name: 'peer',
    state: 'serving',
    originName: 'p',
    at: atMs,
  });
  await control.put(
    evacuationItem({
      region: 'ap-southeast-1',
      order: 'evacuate',
      via: 'own',
      atMs,
      by: 'operator',
      reason: 'drill',
    }),
  );
  expect(await health(await service.start())).toContain('KAPOK-LEFT');
  expect(control.items.get('heartbeat#ap-southeast-1')).toMatchObject({ state: 'evacuated' });
});

test('waits for the control table for 30 s and then serves without it', async () => {
  const { service, control, clock, lines } = create('citizen');
  control.answers = false;
  let port: number | undefined;
  const started = service.start().then((on) => {
    port = on;
  });
  await settle();
  clock.advance(CONTROL_PATIENCE_SECONDS - 1);
  await settle();
  expect(port).toBeUndefined();
  clock.advance(1);
  await started;
  expect(await health(port)).toContain('KAPOK-SERVING');
  expect(lines.join('')).toContain('the control table was not read in time');
});

test('listens as soon as a later read of the control table succeeds', async () => {
  const { service, control, clock } = create('partner');
  control.answers = false;
  const started = service.start();
  await settle();
  control.answers = true;
  clock.advance(3);
  expect(await health(await started)).toContain('KAPOK-SERVING');
});

test('only the citizen fleet says that the region lives, and only while it serves', async () => {
  const partner = create('partner');
  await partner.service.start();
  partner.clock.advance(60);
  await settle();
  expect(partner.control.items.size).toBe(0);

  const { service, control, clock } = create('citizen');
  const started = service.start();
  expect(control.items.size).toBe(0);
  await started;
  await settle();
  const beat = () => control.items.get('heartbeat#ap-southeast-1');
  expect(beat()).toMatchObject({ state: 'serving', at: clock.now() });
  await service.stop();
  const last = beat();
  clock.advance(60);
  await settle();
  expect(beat()).toEqual(last);
});

test('says what it was asked from the first request to its end', async () => {
  const { service, clock, metricLines } = create('partner');
  const port = await service.start();
  await fetch(`http://127.0.0.1:${port}/records/visits`, { method: 'POST' });
  await settle();
  clock.advance(10);
  expect(metricLines).toMatchObject([
    { Plan: 'guangdong', Fleet: 'partner', Requests: 1, EventLoopUtilisation: 12.5 },
    { Plan: 'guangdong', Fleet: 'partner', Priority: 'ingest', Requests: 1 },
  ]);
  expect(metricLines[0]).toMatchObject({ ServiceLevel: 0, ConcurrencyLimit: INITIAL_LIMIT });
  expect(metricLines[0].Channel).toBeUndefined();
  await service.stop();
  expect(metricLines).toHaveLength(4);
});

test('a change of the service level is one line with one severity, and rules that hold are one', async () => {
  const { service, control, clock, lines } = create('partner');
  const pin = { topic: 'service-level', name: 'all', at: clock.now(), by: 'x', reason: 'y' };
  await control.put({ ...pin, level: 2 });
  await service.start();
  clock.advance(1);
  await eventually(() => lines.join('').includes('the service level has changed'));
  const changed = lines.find((line) => line.includes('the service level has changed')) ?? '';
  expect(changed.match(/"level":/g)).toHaveLength(1);
  expect(JSON.parse(changed)).toMatchObject({ level: 'warn', serviceLevel: 2, before: 0 });

  clock.advance(60);
  await settle();
  clock.advance(60);
  const { version, effectiveFrom } = SEED_RULE_SET;
  const held = lines.filter((line) => line.includes('these rules hold'));
  expect(held.map((line) => JSON.parse(line))).toMatchObject([{ version, effectiveFrom }]);
});

test('finishes what is under way before it ends, and takes nothing new', async () => {
  const { service, clock } = create('citizen');
  const port = await service.start();
  const asked = health(port);
  // One turn connects, the next one lets the server take the connection.
  await settle();
  await settle();
  const [answer] = await Promise.all([asked, service.stop()]);
  expect(answer).toContain('KAPOK-SERVING');
  await expect(health(port)).rejects.toThrow('fetch failed');
  expect(clock.waiting).toBe(0);
});

async function publishedKids(port: number | undefined): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

test('publishes rotated keys without a restart, and keeps them when they cannot be read', async () => {
  let signingKeys = SECRET_TEXTS.signingKeys;
  const { service, clock, lines } = create('citizen', {
    read: async (name) => secretText(name, signingKeys),
  });
  const port = await service.start();
  expect(await publishedKids(port)).toEqual(['key-2', 'key-3', 'key-1']);
  const rotated = { current: privateJwk('key-3'), next: privateJwk('key-4'), previous: [] };
  signingKeys = JSON.stringify(rotated);
  clock.advance(KEYS_REFRESH_SECONDS);
  await eventually(() => lines.join('').includes('the signing keys have changed'));
  expect(await publishedKids(port)).toEqual(['key-3', 'key-4']);

  signingKeys = 'lost';
  clock.advance(KEYS_REFRESH_SECONDS);
  await eventually(() => lines.join('').includes('those read before stay in use'));
  expect(await publishedKids(port)).toEqual(['key-3', 'key-4']);
  await service.stop();
  expect(clock.waiting).toBe(0);
});

test('the partner fleet never asks for the keys that sign codes', async () => {
  const asked: string[] = [];
  const { service, clock } = create('partner', {
    read: async (name) => {
      asked.push(name);
      return secretText(name);
    },
  });
  await service.start();
  clock.advance(2 * KEYS_REFRESH_SECONDS);
  await settle();
  expect(new Set(asked)).toEqual(
    new Set(['kapok-guangdong-pepper', 'kapok-guangdong-partner-keys']),
  );
});

test('does not listen when it is stopped while it starts', async () => {
  const secrets: ISecretReader = { read: () => Promise.reject(new Error('not yet')) };
  const { service, lines } = create('citizen', secrets);
  const started = service.start();
  await settle();
  await service.stop();
  expect(await started).toBeUndefined();
  expect(lines.join('')).toContain('the secrets cannot be read');
});

describe('the register of those who call', () => {
  /** A fleet whose register is what the test says. */
  async function registered(keys: () => readonly unknown[] | string) {
    const created = create('citizen', {
      read: async (name) => {
        const value = keys();
        if (!name.endsWith('channel-keys')) return secretText(name);
        return typeof value === 'string' ? value : JSON.stringify({ keys: value });
      },
    });
    const port = await created.service.start();
    const register = created.service.callers;
    if (port === undefined || register === undefined) throw new Error('it does not listen');
    return { ...created, register };
  }

  const { suikang, yueshengshi } = CALLER_KEYS;

  test('a key that is added holds after the next read, one that is taken away holds no more', async () => {
    let keys: readonly unknown[] = [suikang.jwk];
    const { register, clock } = await registered(() => keys);
    const held = register.tryFind(suikang.kid);
    expect(held?.owner).toMatchObject({ channel: 'suikang' });
    expect(register.tryFind(yueshengshi.kid)).toBeUndefined();

    keys = [suikang.jwk, yueshengshi.jwk];
    clock.advance(REGISTER_REFRESH_SECONDS);
    await settle();
    expect(register.tryFind(yueshengshi.kid)?.owner).toMatchObject({ channel: 'yueshengshi' });
    // The same object: tokens that were verified with it stay verified.
    expect(register.tryFind(suikang.kid)).toBe(held);

    keys = [yueshengshi.jwk];
    clock.advance(REGISTER_REFRESH_SECONDS);
    await settle();
    expect(register.tryFind(suikang.kid)).toBeUndefined();
  });

  test('a name that it does not know makes it read earlier, at most every 15 s', async () => {
    let keys: readonly unknown[] = [];
    const { register, clock } = await registered(() => keys);
    clock.advance(UNKNOWN_KEY_SECONDS);
    keys = [suikang.jwk];
    expect(register.tryFind(suikang.kid)).toBeUndefined();
    await settle();
    expect(register.tryFind(suikang.kid)?.owner).toMatchObject({ channel: 'suikang' });
  });

  test('while it cannot be read, or is none, the last one holds', async () => {
    let text: string | readonly unknown[] = [suikang.jwk];
    const { register, clock, lines } = await registered(() => text);
    text = 'lost';
    clock.advance(REGISTER_REFRESH_SECONDS);
    await eventually(() => lines.join('').includes('those read before stay in use'));
    expect(register.tryFind(suikang.kid)?.owner).toMatchObject({ channel: 'suikang' });
  });

  test('entries that cannot be used are named in one line, the others hold', async () => {
    const { register, lines } = await registered(() => [
      { ...suikang.jwk, kid: 'first-bad', kapok: {} },
      { ...suikang.jwk, kid: 'second-bad', crv: 'P-384' },
      yueshengshi.jwk,
    ]);
    expect(register.tryFind(yueshengshi.kid)).toBeDefined();
    const line = lines.find((one) => one.includes('registered keys that cannot be used'));
    expect(JSON.parse(String(line))).toMatchObject({ kids: ['first-bad', 'second-bad'] });
  });
});
