import type { ChannelCaller, CitizenCaller } from '../channels/channel-caller';
import type { Quota } from '../channels/quota';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import type { Fact } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import type { IFamily } from '../family/family';
import { subjectOf } from '../family/member-query';
import type { Routes } from '../http/routes';
import { type CitizenKind, type CitizenStatement, citizenFact } from './citizen-fact';
import { appealRoute, declareHealthRoute, declareTripRoute } from './declaration-specs';

/** What the routes of declarations need. */
export interface DeclarationRoutesOptions {
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly facts: IFactStore;
  readonly clock: IClock;
  readonly family: IFamily;
  /** What one person may write. */
  readonly writes: Quota;
  /** Forgets codes of a person whose facts have changed. */
  readonly drop: (personKey: string) => void;
}

/** What people state themselves: their health, their trips, their objections. */
export function addDeclarations(options: DeclarationRoutesOptions): void {
  const { routes, clock } = options;
  routes.add(declareHealthRoute(clock), ({ caller, body }) => {
    const { recordId, ...said } = body;
    // In one order and once each, so that a repetition is known again however the phone lists them.
    const symptoms = [...new Set(said.symptoms)].sort();
    const eventTime = said.declaredAt;
    const statement = { kind: 'health-declaration', recordId, eventTime } as const;
    return store(options, caller, { ...statement, body: { ...said, symptoms } });
  });
  routes.add(declareTripRoute(clock), ({ caller, body: { recordId, ...body } }) =>
    store(options, caller, {
      kind: 'trip-declaration',
      recordId,
      eventTime: body.declaredAt,
      body,
    }),
  );
  routes.add(appealRoute(clock), async ({ caller, query, body: { recordId, ...body } }) => {
    // Before anything is asked for in the store.
    options.writes.take(caller.personKey);
    const about = await subjectOf(options.family, caller, query.member);
    const eventTime = body.appealedAt;
    return append(options, about, { kind: 'appeal', recordId, eventTime, body });
  });
}

function store<Kind extends CitizenKind>(
  options: DeclarationRoutesOptions,
  caller: CitizenCaller,
  statement: CitizenStatement<Kind>,
) {
  options.writes.take(caller.personKey);
  return append(options, caller, statement);
}

async function append<Kind extends CitizenKind>(
  { facts, clock, drop }: DeclarationRoutesOptions,
  about: Pick<CitizenCaller, 'personKey' | 'channel'>,
  statement: CitizenStatement<Kind>,
) {
  const fact = citizenFact(about, statement, clock.now()) as Fact;
  try {
    const status = await facts.append(fact);
    if (status === 'conflict') throw contradiction();
    return { status, recordId: statement.recordId };
  } finally {
    // Also when it is not known to be stored: it may be.
    drop(about.personKey);
  }
}

function contradiction(): ServiceError {
  return new ServiceError(
    'KAPOK_FACT_CONFLICT',
    'something else is stored under the same number and time; both count',
    { field: 'recordId', fix: 'give every declaration a number of its own' },
  );
}
