import type { FastifyInstance } from 'fastify';
import type { IAdmission } from './admission';
import type { IAuditStore } from './audit/audit-store';
import type { IClock } from './clock';
import type { ServiceConfig } from './config';
import type { IKeyRings } from './credential/key-ring';
import type { IRevocations } from './credential/revocations';
import type { ILoopDelay } from './degradation/loop-delay';
import type { IServiceLevels, ServiceLevel } from './degradation/service-level';
import type { StoreReading } from './degradation/signals';
import type { ControlPoller } from './evacuation/control-poller';
import type { IControlStore } from './evacuation/control-store';
import type { RegionStanding } from './evacuation/region-standing';
import type { IFactStore } from './facts/fact-store';
import type { Gate } from './gate/gate';
import type { IReadyAnswers } from './gate/ready-answers';
import type { RouteSpec } from './http/route';
import type { IKeyRegister } from './keys/key-register';
import type { QuietLog } from './logging/quiet-log';
import type { LineWriter } from './metrics/metrics-publisher';
import type { RequestMetrics } from './metrics/request-metrics';
import type { PersonKeys } from './people/person-key';
import type { IQuarantineStore } from './quarantine/quarantine-store';
import type { LocalCalendar } from './rules/local-calendar';
import type { IRunning } from './running';
import type { PageFiles } from './web/page-files';

/** What the process is, with what only that fleet needs: partners' instances cannot sign a code. */
export type FleetPart =
  | { readonly fleet: 'citizen'; readonly keyRings: IKeyRings }
  | { readonly fleet: 'partner' };

/** What a fleet's routes stand on. */
export interface FleetAppOptions {
  readonly config: ServiceConfig;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly facts: IFactStore;
  /** What staff read is put on record there. */
  readonly auditStore: IAuditStore;
  readonly control: IControlStore;
  readonly quarantine: IQuarantineStore;
  /** @default nothing is revoked before it expires */
  readonly revocations?: IRevocations;
  /** What is known of all regions. */
  readonly regions: Pick<ControlPoller, 'view'>;
  readonly standing: RegionStanding;
  readonly pepper: Buffer;
  /** Keys of those who call this fleet, as they are at the moment. */
  readonly register: () => IKeyRegister;
  readonly part: FleetPart;
  readonly log: QuietLog;
  readonly metrics: RequestMetrics;
  /** Where metrics go, beside the log. */
  readonly output: LineWriter;
  /** What the store did of late. @default nothing that could be wrong */
  readonly storeHealth?: () => StoreReading;
  /** Hears of every change of the level, once. @default nobody does */
  readonly onLevelChange?: (level: ServiceLevel, before: ServiceLevel) => void;
  /** @default a `Limiter`; a benchmark puts another in its place */
  readonly admission?: IAdmission;
  /** Monotonic milliseconds. @default the process's own */
  readonly monotonicMs?: () => number;
  /** @default a `LoopDelay` */
  readonly loopDelay?: ILoopDelay;
  /** Share of the memory that may be used, from 0 to 1. @default the larger of its heap and of all it holds */
  readonly memoryShare?: () => number;
  /** What phones load; absent where the program stands without it. */
  readonly page?: PageFiles | undefined;
}

/** What the features of both fleets share. */
export interface FleetContext extends Omit<FleetAppOptions, 'part' | 'pepper'> {
  readonly admission: IAdmission;
  readonly levels: IServiceLevels;
  readonly gate: Gate;
  readonly monotonicMs: () => number;
  readonly personKeys: PersonKeys;
  readonly calendar: LocalCalendar;
}

/** A fleet's server with what works beside it. */
export interface FleetApp {
  readonly app: FastifyInstance;
  readonly parts: readonly IRunning[];
  /** Every route, for the API reference. */
  readonly specs: readonly RouteSpec[];
  /** What the gate may answer out of memory. */
  readonly readyAnswers?: IReadyAnswers;
}

/** The same with what stands before its routes. */
export interface WholeFleetApp extends FleetApp {
  readonly admission: IAdmission;
  readonly levels: IServiceLevels;
  readonly gate: Gate;
}
