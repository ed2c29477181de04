import { createHmac, type KeyObject } from 'node:crypto';
import type { IClock } from '../clock';
import { type ControlItem, EXPIRY_ATTRIBUTE } from '../evacuation/control-items';
import type { IControlStore } from '../evacuation/control-store';
import type { Warning } from '../web/verify/verdict';

/** How long a scan is kept: a picture is accepted for a minute and a half at most. */
export const SCAN_KEPT_SECONDS = 5 * 60;

/** Within this time nobody shows one code at two places. */
export const ELSEWHERE_SECONDS = 60;

/**
 * Wall-clock time that a verification waits for the store, which answers twice within 20 ms or is in
 * trouble: the person at the gate does not wait for a warning.
 */
export const SCAN_PATIENCE_MS = 250;

/**
 * Checks under way at most. A store that stands still holds each for 6 s; these take a quarter of the
 * 256 sockets, and what shows codes keeps the rest.
 */
export const SCANS_UNDER_WAY = 64;

/** For what the key of places is derived from the pepper. */
export const PLACE_KEY_PURPOSE = 'places of scans';

/** Bytes of a digest that stand for a place. */
const PLACE_BYTES = 8;

/** Where and when a code was shown. */
export interface Scan {
  readonly pseudonym: string;
  readonly epoch: number;
  /** The channel and its name of the place. */
  readonly place: readonly [channel: string, venue: string];
  /** Whether a phone proved the picture. */
  readonly bound: boolean;
}

/** What `ScanRecords` needs. */
export interface ScanRecordsOptions {
  readonly control: IControlStore;
  readonly clock: IClock;
  /** Keeps whoever reads the table from trying places out; the same in every region. */
  readonly placeKey: KeyObject;
  readonly onFailure: (error: unknown) => void;
  /** Calls back after milliseconds of the wall clock. @default setTimeout */
  readonly patience?: (ms: number, callback: () => void) => () => void;
}

/** Notices a code that is shown at two places; every region learns of every scan. */
export class ScanRecords {
  private underWay = 0;

  constructor(private readonly options: ScanRecordsOptions) {}

  /** Puts a scan on record and warns of others; never throws, and never waits long. */
  async warningsOf(scan: Scan): Promise<Warning[]> {
    if (this.underWay >= SCANS_UNDER_WAY) return ['replay-unchecked'];
    const { onFailure, patience = onWallClock } = this.options;
    this.underWay += 1;
    const check = this.check(scan)
      .catch((error): Warning[] => {
        onFailure(error);
        return ['replay-unchecked'];
      })
      .finally(() => {
        this.underWay -= 1;
      });
    let cancel: () => void = () => undefined;
    const late = new Promise<Warning[]>((resolve) => {
      cancel = patience(SCAN_PATIENCE_MS, () => resolve(['replay-unchecked']));
    });
    const warnings = await Promise.race([check, late]);
    cancel();
    return warnings;
  }

  /** First the put, then the reading: of two scans at once at least one sees the other. */
  private async check(scan: Scan): Promise<Warning[]> {
    const { control, clock, placeKey } = this.options;
    const item = scanItem(scan, placeKey, clock.now());
    await control.put(item);
    const others = (await control.topic(item.topic)).filter(
      ({ name }) => placeOf(name) !== placeOf(item.name),
    );
    if (scan.bound) return others.some((other) => epochIs(other, scan.epoch)) ? ['replayed'] : [];
    const sinceMs = clock.now() - ELSEWHERE_SECONDS * 1000;
    return others.some(({ at }) => Number(at) > sinceMs) ? ['seen-elsewhere'] : [];
  }
}

/**
 * The scan as it is stored, for minutes. A keyed digest under the day's pseudonym stands for the place: it
 * tells two places apart and says of neither where people were, not to somebody with a list of places
 * either.
 */
export function scanItem(
  { pseudonym, epoch, place }: Scan,
  placeKey: KeyObject,
  nowMs: number,
): ControlItem {
  const where = createHmac('sha256', placeKey).update(JSON.stringify([pseudonym, ...place]));
  const name = `${epoch}#${where.digest().toString('base64url', 0, PLACE_BYTES)}`;
  const expiry = Math.floor(nowMs / 1000) + SCAN_KEPT_SECONDS;
  return { topic: `scan#${pseudonym}`, name, at: nowMs, [EXPIRY_ATTRIBUTE]: expiry };
}

function placeOf(name: string): string {
  return name.slice(name.indexOf('#') + 1);
}

function epochIs({ name }: ControlItem, epoch: number): boolean {
  return name.startsWith(`${epoch}#`);
}

function onWallClock(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
