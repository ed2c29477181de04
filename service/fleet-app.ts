import type { FastifyInstance } from 'fastify';
import type { IClock } from './clock';
import { registerCodes } from './codes/code-routes';
import { CodeService } from './codes/show-code';
import type { ServiceConfig } from './config';
import { CredentialIssuer } from './credential/credential-issuer';
import { registerJwks } from './credential/jwks-route';
import type { IKeyRings } from './credential/key-ring';
import type { RegionStanding } from './evacuation/region-standing';
import type { IFactStore } from './facts/fact-store';
import type { QuietLog } from './logging/quiet-log';
import type { RequestMetrics } from './metrics/request-metrics';
import { PersonKeys } from './people/person-key';
import { Ingestion } from './records/ingestion';
import { registerRecords } from './records/record-routes';
import { LocalCalendar } from './rules/local-calendar';
import { SEED_RISK_AREAS } from './rules/risk-areas';
import { SEED_RULE_SET } from './rules/rule-set';
import type { Rules } from './rules/rules-in-force';
import { buildServer } from './server';

/** What the process is, with what only that fleet needs: partners' instances cannot sign a code. */
export type FleetPart =
  | { readonly fleet: 'citizen'; readonly keyRings: IKeyRings }
  | { readonly fleet: 'partner' };

/** What a fleet's routes stand on. */
export interface FleetAppOptions {
  readonly config: ServiceConfig;
  readonly clock: IClock;
  readonly facts: IFactStore;
  readonly standing: RegionStanding;
  readonly pepper: Buffer;
  readonly part: FleetPart;
  readonly log: QuietLog;
  readonly metrics: RequestMetrics;
}

/**
 * The server of the process's fleet: all processes run one bundle, the environment says as what.
 */
export async function buildFleetApp(options: FleetAppOptions): Promise<FastifyInstance> {
  const { config, standing, log, metrics, pepper, part } = options;
  const personKeys = new PersonKeys(pepper);
  const register =
    part.fleet === 'citizen'
      ? citizenRoutes(options, personKeys, part.keyRings)
      : partnerRoutes(options, personKeys);
  return buildServer({ config, standing, log, metrics, register });
}

type Register = (app: FastifyInstance) => void;

function citizenRoutes(
  options: FleetAppOptions,
  personKeys: PersonKeys,
  keyRings: IKeyRings,
): Register {
  const { config, clock, facts } = options;
  const calendar = new LocalCalendar(config.timeZone);
  const issuer = new CredentialIssuer({ keyRings, personKeys, calendar, issuer: config.issuer });
  const rules: Rules = { ruleSets: [SEED_RULE_SET], riskAreas: SEED_RISK_AREAS, calendar };
  const codes = new CodeService({ clock, facts, personKeys, rules, issuer });
  return (app) => {
    registerJwks(app, keyRings);
    registerCodes(app, { channels: config.channels, codes, clock });
  };
}

function partnerRoutes({ clock, facts }: FleetAppOptions, personKeys: PersonKeys): Register {
  const ingestion = new Ingestion({ facts, personKeys, clock });
  return (app) => registerRecords(app, { clock, ingestion });
}
