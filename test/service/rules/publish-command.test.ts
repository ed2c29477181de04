import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { readKeyRegister } from '../../../service/keys/key-register';
import { EXIT_USAGE, PUBLISH_HELP, runPublish } from '../../../service/rules/publish-command';
import { COMMAND_FORMS } from '../../../service/rules/publish-usage';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { SEED_RULE_SET } from '../../../service/rules/rule-set';
import { readSignedRules } from '../../../service/rules/signed-rules';
import { CALLER_KEYS, REGISTER } from '../fixtures/callers';
import { testFact, visitFact } from '../fixtures/facts';
import { PUBLISHED_AREAS, PUBLISHED_SET, SIGNED_AT } from '../fixtures/rules';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kapok-rules-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const keyFile = ({ privateKey, jwk }: (typeof CALLER_KEYS)[keyof typeof CALLER_KEYS]) =>
  JSON.stringify({ ...jwk, ...privateKey.export({ format: 'jwk' }) });

async function run(...args: string[]) {
  let [out, note] = ['', ''];
  const exitCode = await runPublish(args, {
    nowMs: SIGNED_AT,
    out: (text) => {
      out += text;
    },
    note: (text) => {
      note += text;
    },
  });
  return { exitCode, out, note };
}

test.each([
  ['rule-set', PUBLISHED_SET],
  ['risk-areas', PUBLISHED_AREAS],
] as const)(
  'signs a %s, and what it prints is an item that every process reads',
  async (topic, content) => {
    const rules = file(`${topic}.yaml`, stringify(content));
    const key = file('key.jwk', keyFile(CALLER_KEYS.authority));
    const { exitCode, out } = await run('sign', rules, '--key', key);
    expect(exitCode).toBe(0);
    const attributes: Record<string, { S: string }> = JSON.parse(out);
    const [name, jws] = [attributes.name!.S, attributes.jws!.S];
    expect(attributes.topic).toEqual({ S: topic });
    expect(await readSignedRules(topic, { topic, name, jws }, REGISTER)).toEqual(content);
  },
);

test('prints what other rules would make of people', async () => {
  const people = [
    [testFact('negative', '2022-01-09T08:00:00+08:00')],
    [visitFact('440106', '2022-01-08T08:00:00+08:00', '2022-01-08T12:00:00+08:00')],
  ];
  const lines = file(
    'people.jsonl',
    people.map((facts) => `${JSON.stringify(facts)}\n`).join('\n'),
  );
  const next = file('areas.json', JSON.stringify(PUBLISHED_AREAS));
  const { exitCode, out } = await run('shadow', lines, '--next', next);
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toEqual({
    current: [SEED_RULE_SET.version, SEED_RISK_AREAS.version],
    next: [SEED_RULE_SET.version, PUBLISHED_AREAS.version],
    people: 2,
    changed: 1,
    transitions: { 'green->green': 1, 'green->yellow': 1 },
  });
});

test('shows the built-in rule set and how it is used', async () => {
  expect(JSON.parse((await run('show')).out)).toEqual(SEED_RULE_SET);
  expect(await run()).toMatchObject({ exitCode: 0, out: PUBLISH_HELP });
  expect(await run('--help')).toMatchObject({ exitCode: 0, out: PUBLISH_HELP });
});

test.each([
  ['as get-item prints it', (attributes: object) => ({ Item: attributes })],
  ['as put-item takes it', (attributes: object) => attributes],
])('shows what is published, and compares with it: %s', async (_form, wrapped) => {
  const key = file('key.jwk', keyFile(CALLER_KEYS.authority));
  const signed = await run('sign', file('set.yaml', stringify(PUBLISHED_SET)), '--key', key);
  const item = file('item.json', JSON.stringify(wrapped(JSON.parse(signed.out))));
  expect(JSON.parse((await run('show', '--from', item)).out)).toEqual(PUBLISHED_SET);
  const next = file('next.json', JSON.stringify({ ...PUBLISHED_SET, version: '2022-01-10.3' }));
  const compared = await run('shadow', file('none.jsonl', ''), '--current', item, '--next', next);
  expect(JSON.parse(compared.out)).toMatchObject({
    current: [PUBLISHED_SET.version, SEED_RISK_AREAS.version],
    next: ['2022-01-10.3', SEED_RISK_AREAS.version],
  });
});

test('makes a key that signs, and the entry of it that the registers take', async () => {
  const made = await run('key', '--authority', 'health-commission', '--kid', 'hc-2022-01');
  const key = file('made.jwk', made.out);
  const entry = JSON.parse((await run('entry', key)).out);
  expect(entry).not.toHaveProperty('d');
  const register = readKeyRegister(JSON.stringify({ keys: [entry] }), (kid) => {
    throw new Error(`the service cannot use ${kid}`);
  });
  const signed = await run('sign', file('set.yaml', stringify(PUBLISHED_SET)), '--key', key);
  const { name, jws } = JSON.parse(signed.out);
  const item = { topic: 'rule-set', name: name.S, jws: jws.S };
  expect(await readSignedRules('rule-set', item, register)).toEqual(PUBLISHED_SET);
});

test('the first screen has the form of every command', () => {
  for (const form of Object.values(COMMAND_FORMS)) expect(PUBLISH_HELP).toContain(`-- ${form}\n`);
});

describe('fails, and says what to change', () => {
  const good = () => file('rules.json', JSON.stringify(PUBLISHED_SET));
  const key = () => file('good.jwk', keyFile(CALLER_KEYS.authority));

  test.each<[string, () => string[], string, RegExp]>([
    ['an unknown command', () => ['put', 'x'], 'RULES_USAGE', /got +put/],
    [
      'an unknown option',
      () => ['sign', 'x', '--force'],
      'RULES_USAGE',
      /unknown option '--force'/,
    ],
    ['an option of another command', () => ['show', '--key', 'x'], 'RULES_USAGE', /no --key/],
    ['a file that show does not take', () => ['show', 'x'], 'RULES_USAGE', /show takes no file/],
    ['no key', () => ['sign', good()], 'RULES_USAGE', /--key is missing/],
    ['no file', () => ['sign', '--key', key()], 'RULES_USAGE', /the file is missing/],
    [
      'two files',
      () => ['sign', 'a', 'b', '--key', key()],
      'RULES_USAGE',
      /no second file\n.+sign a b/,
    ],
    ['no next rules', () => ['shadow', 'x'], 'RULES_USAGE', /--next is missing/],
    ['a key without a name', () => ['key', '--authority', 'x'], 'RULES_USAGE', /--kid is missing/],
    [
      'a name that is none',
      () => ['key', '--authority', 'x', '--kid', 'a b'],
      'RULES_USAGE',
      /a b/,
    ],
    ['no key to register', () => ['entry', good()], 'RULES_KEY', /member/],
    [
      'an item that holds no rules',
      () => [
        'show',
        '--from',
        file('k.json', '{"Item":{"topic":{"S":"rule-set"},"jws":{"S":"x"}}}'),
      ],
      'RULES_INVALID',
      /version: it is missing\n.+\n.+every member that/,
    ],
    [
      'a file that is not there',
      () => ['sign', 'nowhere.yaml', '--key', key()],
      'RULES_FILE',
      /nowhere/,
    ],
    [
      'a file that is no YAML',
      () => ['sign', file('a.yaml', 'a: [1'), '--key', key()],
      'RULES_FILE',
      /YAML/,
    ],
    [
      'an empty file',
      () => ['sign', file('b.yaml', ''), '--key', key()],
      'RULES_INVALID',
      /rule-set/,
    ],
    [
      'a member that is wrong',
      () => [
        'sign',
        file('c.json', JSON.stringify({ ...PUBLISHED_SET, riskAreaStay: 14 })),
        '--key',
        key(),
      ],
      'RULES_INVALID',
      /riskAreaStay/,
    ],
    [
      'a time that is long past',
      () => [
        'sign',
        file('d.json', JSON.stringify({ ...PUBLISHED_SET, effectiveFrom: '2021-01-10T00:00:00Z' })),
        '--key',
        key(),
      ],
      'RULES_INVALID',
      /got +2021-01-10/,
    ],
    [
      'the key of a channel',
      () => ['sign', good(), '--key', file('e.jwk', keyFile(CALLER_KEYS.suikang))],
      'RULES_KEY',
      /kapok/,
    ],
    [
      'a public key',
      () => ['sign', good(), '--key', file('f.jwk', JSON.stringify(CALLER_KEYS.authority.jwk))],
      'RULES_KEY',
      /member d/,
    ],
    [
      'a key that is none',
      () => [
        'sign',
        good(),
        '--key',
        file('g.jwk', JSON.stringify({ ...CALLER_KEYS.authority.jwk, d: 'AA' })),
      ],
      'RULES_KEY',
      /no pair/,
    ],
    [
      'people that are no facts',
      () => ['shadow', file('h.jsonl', '[{"secret":"440524188001010014"}]\n'), '--next', good()],
      'RULES_FILE',
      /h\.jsonl:1/,
    ],
    [
      'a line that is no JSON',
      () => ['shadow', file('i.jsonl', '[]\n[440524188001010014\n'), '--next', good()],
      'RULES_FILE',
      /i\.jsonl:2/,
    ],
    [
      'a zone that is none',
      () => ['shadow', file('j.jsonl', ''), '--next', good(), '--time-zone', 'Mars'],
      'RULES_USAGE',
      /Mars/,
    ],
  ])('%s', async (_what, args, code, why) => {
    const { exitCode, out, note } = await run(...args());
    expect(exitCode).toBe(EXIT_USAGE);
    expect(out).toBe('');
    expect(note).toMatch(why);
    expect(note).toMatch(
      new RegExp(`^error ${code}: .+\n  got +.+\n  allowed +.+\n  change +.+\n$`),
    );
    expect(note).not.toContain('440524188001010014');
    expect(note).not.toMatch(/service\/|undefined|\b0 /);
  });
});
