import { z } from 'zod';
import { planFileSchema } from './schema';

/** Where the schema for editors is kept, relative to the root of the repository. */
export const PLAN_JSON_SCHEMA_FILE = 'plans/plan.schema.json';

/** Writes `PLAN_JSON_SCHEMA_FILE` anew; a test names it when the file is stale. */
export const PLAN_JSON_SCHEMA_COMMAND = 'npm run plan-schema';

/** The JSON Schema of a plan file, as the text that editors read. */
export function planJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(planFileSchema, { io: 'input' }), null, 2)}\n`;
}
