import * as z from 'zod';
import type { ControlItem } from '../evacuation/control-items';
import { LEVELS, type Level } from './service-level';

/** Topic of the items in which operators pin the level. */
export const SERVICE_LEVEL_TOPIC = 'service-level';

/** Name of the pin of all regions. */
export const ALL_REGIONS = 'all';

/** An operator's order about the level of a region, or of all. */
export interface Pin {
  /** A region, or `ALL_REGIONS`. */
  readonly name: string;
  /** Absent: the pin is taken off. */
  readonly level?: Level;
  readonly atMs: number;
  /** When it ends by itself. */
  readonly untilMs?: number;
  readonly by: string;
  readonly reason: string;
}

/** The last instant that a date can say, epoch milliseconds; nanoseconds or a slip of the pen lie beyond. */
const LAST_INSTANT_MS = 8.64e15;

const instant = z.number().min(0).max(LAST_INSTANT_MS);

const PIN = z.object({
  name: z.string(),
  level: z.literal(LEVELS).or(z.literal('automatic')),
  at: instant,
  until: instant.optional(),
  by: z.string(),
  reason: z.string(),
});

/**
 * The pin as it is stored: topic `service-level`, name = region or `all`. Taking one off is a put of
 * `automatic`, so that the newest word wins wherever the item is replicated.
 */
export function pinItem({ name, level, atMs, untilMs, by, reason }: Pin): ControlItem {
  const until = untilMs === undefined ? {} : { until: untilMs };
  const item = { topic: SERVICE_LEVEL_TOPIC, name, level: level ?? 'automatic', at: atMs };
  return { ...item, ...until, by, reason };
}

/** Reads all pins; one that cannot be read is reported with what is wrong in it, and skipped. */
export function readPins(
  items: readonly ControlItem[],
  onUnreadable: (name: string, why: string) => void,
): Pin[] {
  return items.flatMap((item) => {
    const { data, error } = PIN.safeParse(item);
    if (data === undefined) {
      onUnreadable(item.name, whyNot(error));
      return [];
    }
    const { level, at, until, ...rest } = data;
    return {
      ...rest,
      atMs: at,
      ...(level !== 'automatic' && { level }),
      ...(until !== undefined && { untilMs: until }),
    };
  });
}

/** Names the attribute and what it should be, never what it is. */
function whyNot(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

/** The newest order about a region: its own or that of all; undefined when none holds. */
export function pinFor(pins: readonly Pin[], region: string, nowMs: number): Pin | undefined {
  const about = pins.filter(({ name }) => name === region || name === ALL_REGIONS);
  const holds = about.filter(({ untilMs }) => untilMs === undefined || nowMs < untilMs);
  const [first, ...rest] = holds;
  if (first === undefined) return undefined;
  // Of two given at one instant, that of the region itself: it is the more exact.
  const newest = rest.reduce((one, other) => {
    if (one.atMs !== other.atMs) return one.atMs > other.atMs ? one : other;
    return one.name === region ? one : other;
  }, first);
  return newest.level === undefined ? undefined : newest;
}
