import type { FastifyRequest } from 'fastify';
import { addChannelFeatures } from './channels/add-channel-features';
import { authenticateChannel } from './channels/authenticate';
import type { ChannelCaller, IChannelTokens } from './channels/channel-caller';
import { ChannelTokens } from './channels/channel-tokens';
import { canaryCaller } from './codes/canary-caller';
import { registerCodes } from './codes/code-routes';
import { FactReader, realTimer } from './codes/fact-reader';
import { HeldFamily } from './codes/held-family';
import { ReadyCodes } from './codes/ready-codes';
import { CodeService } from './codes/show-code';
import { CredentialIssuer } from './credential/credential-issuer';
import { addJwks } from './credential/jwks-route';
import type { IKeyRings } from './credential/key-ring';
import { registerStatus } from './degradation/status-route';
import type { IFactStore } from './facts/fact-store';
import { Family } from './family/family';
import type { FleetApp, FleetContext } from './fleet-context';
import { Routes } from './http/routes';
import { addReference } from './reference/reference-route';
import { openRevocations } from './revocation/open-revocations';
import { rulesCopyOf } from './rules/open-rules';
import type { Rules } from './rules/rules-in-force';
import { ShadowTally } from './rules/shadow-tally';
import type { IRunning } from './running';
import { buildServer } from './server';
import { addVerification } from './verification/add-verification';
import { Watermarks } from './watermarks/watermarks';
import { addPage } from './web/static-routes';

/** What the features of the citizen fleet share. */
export interface CitizenContext extends FleetContext {
  readonly keyRings: IKeyRings;
  readonly tokens: IChannelTokens;
  /** The rules as they are at the moment. */
  readonly rules: () => Rules;
  /** Hears of every code that was decided. */
  readonly shadow: ShadowTally;
}

/** The server that people's phones and checkpoints ask. */
export function citizenApp(fleet: FleetContext, keyRings: IKeyRings): FleetApp {
  const { config } = fleet;
  const tokens = new ChannelTokens({ ...fleet, audience: config.issuer });
  const copy = rulesCopyOf(fleet);
  const { rules } = copy;
  const shadow = new ShadowTally({ ...config, ...fleet, rules, isKnown: () => copy.isKnown });
  const context: CitizenContext = { ...fleet, keyRings, tokens, rules, shadow };
  const issuer = new CredentialIssuer({ ...context, issuer: config.issuer });
  const reader = new FactReader({ ...context, wallTimer: realTimer });
  const watermarks = new Watermarks({
    ...context,
    onFailure: (err) => fleet.log.failure({ err }, 'the watermarks cannot be read'),
  });
  const { list: revocations, redTurns } = openRevocations(context);
  const codes = new CodeService({
    ...context,
    ...{ issuer, reader, watermarks, revocations, redTurns },
  });
  const app = buildServer(context);
  const authenticate = authenticateChannel(context);
  const canary = canaryCaller(context);
  const routes = new Routes<ChannelCaller | undefined>({
    app,
    authenticate: async (request: FastifyRequest, spec) =>
      canary(request, spec) ?? authenticate(request, spec),
  });
  const parts: IRunning[] = [copy, shadow, watermarks, redTurns];
  const family = new Family(context);
  const members = heldFamily(context, reader);
  registerCodes(routes, { codes, family: members });
  addJwks(routes, keyRings);
  addVerification({ ...context, routes, parts, revocations });
  registerStatus(routes, context);
  const drop = (personKey: string) => {
    codes.drop(personKey);
    members.drop(personKey);
  };
  addChannelFeatures({ ...context, routes, parts, family, drop });
  const { page } = context;
  if (page !== undefined) addPage({ routes, files: page, config });
  addReference({ app, routes, config });
  const readyAnswers = new ReadyCodes({ tokens, codes });
  return { app, parts, specs: routes.specs, readyAnswers };
}

/** Families as codes need them: read within the deadline of a code, and held for when that fails. */
function heldFamily(context: CitizenContext, reader: FactReader): HeldFamily {
  const facts: IFactStore = {
    append: (fact) => context.facts.append(fact),
    factsOf: async (personKey) => [...(await reader.read(personKey)).facts],
  };
  return new HeldFamily({ ...context, family: new Family({ ...context, facts }) });
}
