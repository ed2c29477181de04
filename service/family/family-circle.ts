import type { Fact, FactOf, FamilyBody } from '../facts/fact';

/** Whose codes one person may show at once, beside the own: as many as other codes allowed. */
export const FAMILY_LIMIT = 4;

/** Somebody whose code a person shows, or once showed. */
export interface Membership {
  readonly memberKey: string;
  readonly relation: FamilyBody['relation'];
  /** Masked. */
  readonly name: string;
  /** When the member was added the last time, or left; ISO 8601. */
  readonly at: string;
  readonly recordId: string;
  readonly state: FamilyBody['state'];
}

/** All memberships of one person, and those that count. */
export interface FamilyCircle {
  readonly all: readonly Membership[];
  /** Bound, the first come first, `FAMILY_LIMIT` at most. */
  readonly counted: readonly Membership[];
}

/**
 * The family that facts tell of. A pure function of the set of facts: two regions that each add a
 * fourth member at once agree, as soon as they know of both, that the earlier one counts, by (at,
 * recordId), and by the member where even those are equal. Whoever was added twice counts from the first time since leaving; of a leaving and an
 * adding of one instant the leaving holds, because that is the person's who is shown.
 */
export function familyCircle(facts: readonly Fact[]): FamilyCircle {
  const events = facts.filter((fact): fact is FactOf<'family'> => fact.kind === 'family');
  const all: Membership[] = [];
  for (const memberKey of new Set(events.map(({ body }) => body.memberKey))) {
    all.push(membershipOf(events.filter(({ body }) => body.memberKey === memberKey)));
  }
  const counted = all
    .filter(({ state }) => state === 'bound')
    .sort(byTimeAndRecord)
    .slice(0, FAMILY_LIMIT);
  return { all, counted };
}

/** Where one member stands after all events of it. */
function membershipOf(events: readonly FactOf<'family'>[]): Membership {
  const inOrder = events
    .map(({ recordId, body }) => ({ ...body, recordId }))
    .sort((a, b) => compare(orderOf(a), orderOf(b)));
  const lastLeft = inOrder.findLastIndex(({ state }) => state === 'left');
  return inOrder[lastLeft + 1] ?? (inOrder[lastLeft] as Membership);
}

/** `bound` sorts before `left`; what is still equal differs in nothing that is shown first. */
function orderOf({ at, state, recordId, relation, name }: Membership): string {
  return [at, state, recordId, relation, name].join('#');
}

function byTimeAndRecord(a: Membership, b: Membership): number {
  return compare(
    [a.at, a.recordId, a.memberKey].join('#'),
    [b.at, b.recordId, b.memberKey].join('#'),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
