import * as z from 'zod';

/** Topic of the items in which regions say that they live. */
export const HEARTBEAT_TOPIC = 'heartbeat';

/** Topic of the items in which operators and drills move users. */
export const EVACUATION_TOPIC = 'evacuation';

/**
 * Attribute by which the table forgets an item, in epoch seconds. Orders never carry it: one that was
 * forgotten would end an evacuation that somebody meant to last.
 */
export const EXPIRY_ATTRIBUTE = 'expiresAt';

/**
 * How long a region's last heartbeat is kept: one of 5 s ago counts as dead after 30 s, but for a day
 * operators see that the region was there. Then a region that is gone for good leaves the list.
 */
export const HEARTBEAT_KEPT_SECONDS = 24 * 60 * 60;

/** Whether a region serves or has left service. */
export type RegionState = 'serving' | 'evacuated';

/** What a region last said of itself. */
export interface Heartbeat {
  readonly region: string;
  readonly state: RegionState;
  /** Name under which the region alone is reached. */
  readonly originName: string;
  readonly atMs: number;
}

/** Which of the two independent paths an evacuation takes. */
export type EvacuationPath = 'own' | 'peer' | 'both';

/**
 * The last order given about a region. A return replaces the evacuation and is never a delete, so
 * that the newest word wins wherever the item is replicated.
 */
export interface EvacuationOrder {
  readonly region: string;
  readonly order: 'evacuate' | 'return';
  readonly via: EvacuationPath;
  readonly atMs: number;
  /** When the evacuation ends by itself. */
  readonly untilMs?: number;
  readonly by: string;
  readonly reason: string;
}

/** An item of the table `control`, whose key is topic and name; times are epoch milliseconds. */
export interface ControlItem {
  readonly topic: string;
  readonly name: string;
  readonly [attribute: string]: unknown;
}

const HEARTBEAT = z.object({
  name: z.string(),
  state: z.enum(['serving', 'evacuated']),
  originName: z.string(),
  at: z.number(),
});

const EVACUATION = z.object({
  name: z.string(),
  order: z.enum(['evacuate', 'return']),
  via: z.enum(['own', 'peer', 'both']),
  at: z.number(),
  until: z.number().optional(),
  by: z.string(),
  reason: z.string(),
});

/** The heartbeat as it is stored: topic `heartbeat`, name = region; the table forgets it in the end. */
export function heartbeatItem({ region, state, originName, atMs }: Heartbeat): ControlItem {
  const expiry = Math.floor(atMs / 1000) + HEARTBEAT_KEPT_SECONDS;
  const item = { topic: HEARTBEAT_TOPIC, name: region, state, originName, at: atMs };
  return { ...item, [EXPIRY_ATTRIBUTE]: expiry };
}

/**
 * The order as it is stored: topic `evacuation`, name = region; putting it is how users are moved.
 */
export function evacuationItem(order: EvacuationOrder): ControlItem {
  const { region, atMs, untilMs, ...rest } = order;
  const until = untilMs === undefined ? {} : { until: untilMs };
  return { topic: EVACUATION_TOPIC, name: region, ...rest, at: atMs, ...until };
}

/** Reads a heartbeat; undefined for an item that is not one. */
export function readHeartbeat(item: ControlItem): Heartbeat | undefined {
  const { data } = HEARTBEAT.safeParse(item);
  if (data === undefined) return undefined;
  const { name, at, ...rest } = data;
  return { region: name, atMs: at, ...rest };
}

/** Reads an order; undefined for an item that is not one. */
export function readEvacuation(item: ControlItem): EvacuationOrder | undefined {
  const { data } = EVACUATION.safeParse(item);
  if (data === undefined) return undefined;
  const { name, at, until, ...rest } = data;
  return { region: name, atMs: at, untilMs: until, ...rest };
}
