import * as z from 'zod';
import { type ControlItem, EXPIRY_ATTRIBUTE } from '../evacuation/control-items';

/** Topic of the items that say how far each source's records are. */
export const WATERMARK_TOPIC = 'watermark';

/** A source that sent nothing for 30 days is no longer listed. */
export const WATERMARK_KEPT_SECONDS = 30 * 24 * 60 * 60;

/** How far the records of one kind and source are; times are ISO 8601 in UTC. */
export interface Watermark {
  readonly kind: string;
  readonly source: string;
  /** Of the newest record. */
  readonly recordAt: string;
  /** When the last record was taken. */
  readonly receivedAt: string;
}

const ITEM = z.object({
  kind: z.string(),
  source: z.string(),
  recordAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
});

/** Name of a watermark: `<kind>#<source>`. */
export function watermarkName({ kind, source }: Pick<Watermark, 'kind' | 'source'>): string {
  return `${kind}#${source}`;
}

/** The watermark as it is stored. */
export function watermarkItem(mark: Watermark): ControlItem {
  const receivedSec = Math.floor(Date.parse(mark.receivedAt) / 1000);
  const name = watermarkName(mark);
  const expiry = receivedSec + WATERMARK_KEPT_SECONDS;
  return { topic: WATERMARK_TOPIC, name, ...mark, [EXPIRY_ATTRIBUTE]: expiry };
}

/** Reads a watermark; undefined for an item that is not one. */
export function readWatermark(item: ControlItem): Watermark | undefined {
  return ITEM.safeParse(item).data;
}

/** What two watermarks of one name say together. */
export function laterOf(one: Watermark, other: Watermark | undefined): Watermark {
  if (other === undefined) return one;
  // All are UTC texts of one form, so they compare as times.
  return {
    ...one,
    recordAt: one.recordAt > other.recordAt ? one.recordAt : other.recordAt,
    receivedAt: one.receivedAt > other.receivedAt ? one.receivedAt : other.receivedAt,
  };
}
