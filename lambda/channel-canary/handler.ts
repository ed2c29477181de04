import { HttpsPost } from '../adapters/https-post';
import { MetricLines } from '../adapters/metric-lines';
import { askChannels } from './ask-channels';
import { readTargets } from './targets';

const targets = readTargets(process.env);
const https = new HttpsPost();
const metrics = new MetricLines();

/** Called every minute. */
export async function handler(): Promise<void> {
  await askChannels(targets, { https, metrics, now: Date.now, log: console.warn });
}
