import type { CitizenCaller } from '../channels/channel-caller';
import { digestOf } from '../facts/digest';
import type { FactBodies, FactOf, StatementKind } from '../facts/fact';

/** Kinds of facts that people state themselves. */
export type CitizenKind = Extract<
  StatementKind,
  'health-declaration' | 'trip-declaration' | 'appeal' | 'family' | 'paper-code'
>;

/** What a person states, and when it was. */
export interface CitizenStatement<Kind extends CitizenKind> {
  readonly kind: Kind;
  readonly recordId: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly eventTime: string;
  readonly body: FactBodies[Kind];
}

/** A person's own statement as a fact; its source is the channel through which it came. */
export function citizenFact<Kind extends CitizenKind>(
  { personKey, channel }: Pick<CitizenCaller, 'personKey' | 'channel'>,
  { kind, recordId, eventTime, body }: CitizenStatement<Kind>,
  nowMs: number,
): FactOf<Kind> {
  const source = `citizen.${channel}`;
  const said = JSON.parse(JSON.stringify(body));
  return {
    kind,
    personKey,
    eventTime,
    source,
    recordId,
    body,
    digest: digestOf({ kind, personKey, eventTime, source, recordId, body: said }),
    receivedAt: new Date(nowMs).toISOString(),
  };
}
