import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAN_JSON_SCHEMA_FILE, planJsonSchema } from './json-schema';

writeFileSync(join(__dirname, '../..', PLAN_JSON_SCHEMA_FILE), planJsonSchema());
