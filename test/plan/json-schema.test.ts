import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import {
  PLAN_JSON_SCHEMA_COMMAND,
  PLAN_JSON_SCHEMA_FILE,
  planJsonSchema,
} from '../../lib/plan/json-schema';
import { BASE_PLAN, edited } from './base-plan';

const ROOT = join(__dirname, '../..');

describe('the JSON Schema for editors', () => {
  test(`is current; if not, run ${PLAN_JSON_SCHEMA_COMMAND}`, () => {
    expect(readFileSync(join(ROOT, PLAN_JSON_SCHEMA_FILE), 'utf8')).toBe(planJsonSchema());
  });

  const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(planJsonSchema()));

  test.each(['plans/guangdong.yaml', 'plans/guangdong-cn.yaml'])('accepts %s', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=plan.schema.json');
    expect(isValid(parse(text))).toBe(true);
  });

  test.each([
    ['an unknown key', ['prewarm:', 'prewarn:']],
    ['a strategy that does not exist', ['active-active', 'active']],
    ['a share above 1', ['share: 0.7', 'share: 7']],
  ] as const)('refuses %s', (_, edit) => {
    expect(isValid(parse(BASE_PLAN))).toBe(true);
    expect(isValid(parse(edited(edit)))).toBe(false);
  });
});
