import type { FastifyInstance } from 'fastify';
import type { IAuditStore } from './audit/audit-store';
import { citizenApp } from './citizen-app';
import type { IClock } from './clock';
import type { ServiceConfig } from './config';
import type { IKeyRings } from './credential/key-ring';
import type { IRevocations } from './credential/revocations';
import type { ControlPoller } from './evacuation/control-poller';
import type { IControlStore } from './evacuation/control-store';
import type { RegionStanding } from './evacuation/region-standing';
import type { IFactStore } from './facts/fact-store';
import type { RouteSpec } from './http/route';
import type { IKeyRegister } from './keys/key-register';
import type { QuietLog } from './logging/quiet-log';
import type { LineWriter } from './metrics/metrics-publisher';
import type { RequestMetrics } from './metrics/request-metrics';
import { partnerApp } from './partner-app';
import { PersonKeys } from './people/person-key';
import type { IQuarantineStore } from './quarantine/quarantine-store';
import { LocalCalendar } from './rules/local-calendar';
import type { IRunning } from './running';

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
}

/** What the features of both fleets share. */
export interface FleetContext extends Omit<FleetAppOptions, 'part' | 'pepper'> {
  readonly personKeys: PersonKeys;
  readonly calendar: LocalCalendar;
}

/** A fleet's server with what works beside it. */
export interface FleetApp {
  readonly app: FastifyInstance;
  readonly parts: readonly IRunning[];
  /** Every route, for the API reference. */
  readonly specs: readonly RouteSpec[];
}

/**
 * The server of the process's fleet: all processes run one bundle, the environment says as what.
 */
export function buildFleetApp(options: FleetAppOptions): FleetApp {
  const { pepper, part, ...shared } = options;
  const context: FleetContext = {
    ...shared,
    personKeys: new PersonKeys(pepper),
    calendar: new LocalCalendar(options.config.timeZone),
  };
  return part.fleet === 'citizen' ? citizenApp(context, part.keyRings) : partnerApp(context);
}
