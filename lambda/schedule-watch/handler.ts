import { AutoScalingReader } from '../adapters/auto-scaling';
import { MetricLines } from '../adapters/metric-lines';
import { readFleets } from './fleets';
import { watchFleets } from './watch-fleets';

const fleets = readFleets(process.env);
const groups = new AutoScalingReader();
const metrics = new MetricLines();

/** Called every five minutes. */
export async function handler(): Promise<void> {
  await watchFleets(fleets, { groups, metrics, now: Date.now, log: console.warn });
}
