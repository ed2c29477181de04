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
  /** A loop of the same query with no server around it. */
  | 'sdk';

/** What a measured process is told first. */
export interface MeasuredSetup {
  readonly type: 'setup';
  readonly kind: MeasuredKind;
  readonly nowMs: number;
  /** Whether time passes by itself, or only when told. */
  readonly clockRuns: boolean;
  /** Value of the register secret. */
  readonly register: string;
  readonly channels: readonly string[];
  /** What `bare` sends: head fields as the service sends them, and the body. */
  readonly answer?: { readonly headers: readonly string[]; readonly body: string };
}

/** Which client a loop of queries goes through. */
export type QueryClient =
  /** As the SDK makes it, but for the sockets. */
  | 'default'
  /** The service's own for reads that people wait for. */
  | 'queries';

/** A question to a measured process. */
export type MeasuredOrder =
  | { readonly type: 'usage'; readonly collect: boolean }
  /** Moves the clock, so that what was kept turns stale. */
  | { readonly type: 'advance'; readonly seconds: number }
  /** `sdk` only: so many queries, so many at once. */
  | {
      readonly type: 'queries';
      readonly client: QueryClient;
      readonly count: number;
      readonly atOnce: number;
    };

/** What the process has used since it began. */
export interface Usage {
  /** User and system time, seconds. */
  readonly cpuSec: number;
  readonly wallSec: number;
  /** Seconds in which its main thread could have run and the kernel ran something else. */
  readonly waitedSec: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

/** Every answer of a measured process. */
export interface MeasuredReport extends Usage {
  readonly type: 'report';
  /** Where a server listens; 0 for a loop. */
  readonly port: number;
}
