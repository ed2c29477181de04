/** What a measured process is started as. */
export type MeasuredKind =
  /** The citizen fleet's server. */
  | 'service'
  /** The same without admission. */
  | 'unlimited'
  /** The same with an admission that refuses everything. */
  | 'refusing'
  /** `node:http` that looks tokens up and sends ready bytes. */
  | 'bare'
  /** A loop of the same query through the same client, with no server around it. */
  | 'sdk';

/** What a measured process is told. */
export interface MeasuredSetup {
  readonly kind: MeasuredKind;
  readonly nowMs: number;
  readonly storePort: number;
  /** Value of the register secret. */
  readonly register: string;
  readonly channels: readonly string[];
  /** What `bare` sends: head fields as the service sends them, and the body. */
  readonly answer?: { readonly headers: readonly string[]; readonly body: string };
}

/** A question to a measured process. */
export type MeasuredOrder =
  | { readonly type: 'usage' }
  /** Moves the clock, so that what was kept turns stale. */
  | { readonly type: 'advance'; readonly seconds: number }
  /** `sdk` only: so many queries, so many at once. */
  | { readonly type: 'queries'; readonly count: number; readonly atOnce: number };

/** What the process has used since it began. */
export interface Usage {
  /** User and system time, seconds. */
  readonly cpuSec: number;
  readonly wallSec: number;
  readonly rssMb: number;
  readonly heapMb: number;
}
