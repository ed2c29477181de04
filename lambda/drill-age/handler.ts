import { DynamoTopicReader } from '../adapters/control-topic';
import { MetricLines } from '../adapters/metric-lines';
import { requiredVariable } from '../required-variable';
import { measureAge } from './measure-age';

const plan = requiredVariable(process.env, 'KAPOK_PLAN', 'the name of the plan');
const table = requiredVariable(process.env, 'KAPOK_CONTROL_TABLE', 'the name of a table');
const control = new DynamoTopicReader(table);
const metrics = new MetricLines();

/** Called every hour. */
export async function handler(): Promise<void> {
  await measureAge(plan, { control, metrics, now: Date.now });
}
