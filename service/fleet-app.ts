import type { FastifyInstance } from 'fastify';
import type { IClock } from './clock';
import { registerCodes } from './codes/code-routes';
import { CodeService } from './codes/show-code';
import type { ServiceConfig } from './config';
import { CredentialIssuer } from './credential/credential-issuer';
import { registerJwks } from './credential/jwks-route';
import { createKeyRing } from './credential/key-ring';
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
import type { ServiceSecrets } from './secrets/secrets';
import { buildServer } from './server';

/** What a fleet's routes stand on. */
export interface FleetAppOptions {
  readonly config: ServiceConfig;
  readonly clock: IClock;
  readonly facts: IFactStore;
  readonly standing: RegionStanding;
  readonly secrets: ServiceSecrets;
  readonly log: QuietLog;
  readonly metrics: RequestMetrics;
}

/**
 * The server of the process's fleet: all processes run one bundle, the environment says as what.
 */
export async function buildFleetApp(options: FleetAppOptions): Promise<FastifyInstance> {
  const { config, standing, log, secrets, metrics } = options;
  const personKeys = new PersonKeys(secrets.pepper);
  const register =
    config.fleet === 'citizen'
      ? await citizenRoutes(options, personKeys)
      : partnerRoutes(options, personKeys);
  return buildServer({ config, standing, log, metrics, register });
}

type Register = (app: FastifyInstance) => void;

async function citizenRoutes(options: FleetAppOptions, personKeys: PersonKeys): Promise<Register> {
  const { config, clock, facts, secrets } = options;
  const keyRing = await createKeyRing(secrets.signingKeys);
  const calendar = new LocalCalendar(config.timeZone);
  const issuer = new CredentialIssuer({ keyRing, personKeys, calendar, issuer: config.issuer });
  const rules: Rules = { ruleSets: [SEED_RULE_SET], riskAreas: SEED_RISK_AREAS, calendar };
  const codes = new CodeService({ clock, facts, personKeys, rules, issuer });
  return (app) => {
    registerJwks(app, keyRing.jwks);
    registerCodes(app, { channels: config.channels, codes, clock });
  };
}

function partnerRoutes({ clock, facts }: FleetAppOptions, personKeys: PersonKeys): Register {
  const ingestion = new Ingestion({ facts, personKeys, clock });
  return (app) => registerRecords(app, { clock, ingestion });
}
