import type { FastifyRequest } from 'fastify';
import type { FleetApp, FleetContext } from './fleet-context';
import { Routes } from './http/routes';
import { BlastRadius } from './quarantine/blast-radius';
import { HeldBatches } from './quarantine/held-batches';
import { Impacts } from './quarantine/impact';
import { Quarantine } from './quarantine/quarantine';
import { addQuarantine } from './quarantine/quarantine-routes';
import { Aftermath } from './records/aftermath';
import { Ingestion } from './records/ingestion';
import { addRecords, refuseKind } from './records/record-routes';
import { RedTurns } from './records/red-turns';
import { SourceQuotas } from './records/source-quota';
import { SourceShares } from './records/source-share';
import { addReference } from './reference/reference-route';
import { ControlRevocations } from './revocation/control-revocations';
import { rulesCopyOf } from './rules/open-rules';
import type { Rules } from './rules/rules-in-force';
import type { IRunning } from './running';
import { buildServer } from './server';
import { authenticatePartner, keepRawBodies, type PartnerCaller } from './signatures/authenticate';
import { authoritiesOf } from './signatures/authorities';
import { RequestSignatures } from './signatures/request-signatures';
import { WatermarkWriter } from './watermarks/watermark-writer';
import { Watermarks } from './watermarks/watermarks';

/** The server that sources of records ask. */
export function partnerApp(context: FleetContext): FleetApp {
  const { clock, random, register } = context;
  const copy = rulesCopyOf(context);
  const quotas = new SourceQuotas({ clock, random });
  const { parts, ...ingest } = ingestParts(context, copy.rules);
  const app = buildServer(context);
  keepRawBodies(app);
  const signatures = new RequestSignatures({
    register,
    clock,
    authorities: authoritiesOf(context.config),
    beforeWork: ({ owner }) => owner.role === 'source' && quotas.check(owner),
  });
  const authenticate = authenticatePartner(app, { signatures, refuse: refuseKind });
  const routes = new Routes<PartnerCaller>({
    app,
    authenticate: (request: FastifyRequest, spec) => authenticate(request, spec),
  });
  const shares = new SourceShares(random);
  addRecords(routes, { ingestion: ingest.ingestion, quotas, shares, clock, random });
  addQuarantine(routes, ingest.quarantine);
  addReference({ app, routes, config: context.config });
  return { app, parts: [copy, ...parts], specs: routes.specs };
}

/** What takes records, and what works beside it. */
function ingestParts(context: FleetContext, rules: () => Rules) {
  const { clock, random, control, log } = context;
  const { revocations = new ControlRevocations(context) } = context;
  const watermarks = new Watermarks({
    control,
    clock,
    onFailure: (err) => log.failure({ err }, 'the watermarks cannot be read'),
  });
  const writer = new WatermarkWriter({
    store: control,
    clock,
    known: (name) => watermarks.tryFind(name),
    onFailure: (err) => log.failure({ err }, 'a watermark cannot be written'),
  });
  const redTurns = new RedTurns({
    revocations,
    clock,
    random,
    onFailure: (err) => log.failure({ err }, 'credentials of a red person cannot be revoked'),
  });
  const impacts = new Impacts({ ...context, rules });
  const aftermath = new Aftermath({ clock, watermarks: writer, redTurns });
  const quarantine = new Quarantine({
    ...{ clock, impacts, aftermath },
    heldBatches: new HeldBatches(clock, random),
    store: context.quarantine,
    facts: context.facts,
    onHeld: ({ keyDigest: _, ...batch }) => {
      context.metrics.countQuarantined();
      log.failure(batch, 'a batch was put in quarantine');
    },
  });
  const blastRadius = new BlastRadius(clock);
  const ingestion = new Ingestion({ ...context, impacts, blastRadius, quarantine, aftermath });
  const parts: IRunning[] = [watermarks, redTurns, stopping(writer)];
  return { ingestion, quarantine, parts };
}

function stopping(writer: WatermarkWriter): IRunning {
  return { ready: Promise.resolve(), start: () => undefined, stop: () => writer.stop() };
}
