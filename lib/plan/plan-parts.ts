import type { z } from 'zod';
import { valueIn } from './finding';
import { type PlanFile, planFileSchema } from './schema';
import type { DocumentPath } from './yaml-source';

/**
 * Those parts of a plan file that have the right shape by themselves; a part that has not is
 * undefined, so that rules about the others can still be checked.
 */
export interface PlanParts {
  readonly timeZone?: string;
  readonly domain?: PlanFile['domain'];
  readonly data?: PlanFile['data'];
  readonly partition?: PlanFile['partition'];
  readonly strategy?: PlanFile['strategy'];
  readonly regions: readonly (PlanFile['regions'][number] | undefined)[];
  readonly channels: readonly (PlanFile['channels'][number] | undefined)[];
  readonly weekday?: PlanFile['traffic']['weekday'];
  readonly weekend?: PlanFile['traffic']['weekend'];
  readonly campaigns: readonly (PlanFile['traffic']['campaigns'][number] | undefined)[];
}

/** Reads the parts one by one from a plain document without unknown keys. */
export function planParts(raw: unknown): PlanParts {
  const { shape } = planFileSchema;
  const traffic = shape.traffic.shape;
  const part = <T>(schema: z.ZodType<T>, ...path: DocumentPath): T | undefined =>
    schema.safeParse(valueIn(raw, path)).data;
  const parts = <T>(schema: z.ZodType<T>, ...path: DocumentPath): readonly (T | undefined)[] => {
    const list = valueIn(raw, path);
    return Array.isArray(list) ? list.map((item) => schema.safeParse(item).data) : [];
  };
  return {
    domain: part(shape.domain, 'domain'),
    data: part(shape.data, 'data'),
    timeZone: part(shape.timeZone, 'timeZone'),
    partition: part(shape.partition, 'partition'),
    strategy: part(shape.strategy, 'strategy'),
    regions: parts(shape.regions.element, 'regions'),
    channels: parts(shape.channels.element, 'channels'),
    weekday: part(traffic.weekday, 'traffic', 'weekday'),
    weekend: part(traffic.weekend, 'traffic', 'weekend'),
    campaigns: parts(traffic.campaigns.unwrap().element, 'traffic', 'campaigns'),
  };
}
