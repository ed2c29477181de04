import type {
  Fact,
  FactBodies,
  HealthDeclarationBody,
  OrderClass,
  StatementKind,
  TestBody,
  VaccinationBody,
} from '../facts/fact';
import { instantOf } from './instant';
import { eachStatement, type Span } from './statements';

/** A test that counts from when its result is out. */
export interface CountedTest extends Span {
  readonly body: TestBody;
  readonly sampledMs: number;
  readonly resultMs: number;
}

/** A stay, found by an operator or declared. */
export interface CountedStay extends Span {
  readonly areaCode: string;
  readonly enteredMs: number;
  readonly leftMs: number;
}

/** An order; it ends at its own end, if it has one, or by release. */
export interface CountedOrder extends Span {
  readonly class: OrderClass;
  readonly fromMs: number;
  /** Its own end; `untilMs` may come before that, by a correction. */
  readonly endsAtMs: number;
}

/** A release; what came before it has ended. */
export interface CountedRelease extends Span {
  readonly releasedMs: number;
}

/** How somebody said to be. */
export interface CountedDeclaration extends Span {
  readonly body: HealthDeclarationBody;
  readonly declaredMs: number;
}

/** A vaccination. */
export interface CountedDose extends Span {
  readonly body: VaccinationBody;
  readonly vaccinatedMs: number;
}

/** Why somebody is not vaccinated; like an order it may end by itself. */
export interface CountedExemption extends Span {
  readonly endsAtMs: number;
}

/** What is known of a person's health, each thing with when it counts. */
export interface HealthHistory {
  readonly tests: readonly CountedTest[];
  /** The negative ones in the order of their sampling. */
  readonly negatives: readonly CountedTest[];
  readonly stays: readonly CountedStay[];
  readonly orders: readonly CountedOrder[];
  readonly releases: readonly CountedRelease[];
  readonly declarations: readonly CountedDeclaration[];
  readonly doses: readonly CountedDose[];
  readonly exemptions: readonly CountedExemption[];
}

/** Lists of a history that is being written. */
type Draft = { readonly [List in keyof HealthHistory]: HealthHistory[List][number][] };

/** Reads facts into a history; what says nothing about health is left out. */
export function healthHistory(facts: readonly Fact[]): HealthHistory {
  const draft: Draft = {
    tests: [],
    negatives: [],
    stays: [],
    orders: [],
    releases: [],
    declarations: [],
    doses: [],
    exemptions: [],
  };
  eachStatement(facts, (kind, body, span) => READERS[kind]?.(draft, body as never, span));
  draft.negatives.sort((a, b) => a.sampledMs - b.sampledMs);
  return draft;
}

/** Whether something counts at an instant. */
export function countsAt({ sinceMs, untilMs }: Span, ms: number): boolean {
  return sinceMs <= ms && ms < untilMs;
}

/** Whether anything is known at an instant. */
export function isAnythingKnown(history: HealthHistory, ms: number): boolean {
  return LISTS.some((list) => history[list].some((one) => countsAt(one, ms)));
}

/** The lists of a history. */
export const LISTS = [
  'tests',
  'stays',
  'orders',
  'releases',
  'declarations',
  'doses',
  'exemptions',
] as const satisfies readonly (keyof HealthHistory)[];

type Readers = {
  readonly [Kind in StatementKind]?: (draft: Draft, body: FactBodies[Kind], span: Span) => void;
};

const READERS: Readers = {
  'nucleic-acid-test': ({ tests, negatives }, body, { sinceMs, untilMs }) => {
    const sampledMs = instantOf(body.sampledAt);
    const resultMs = instantOf(body.resultAt);
    const test = { body, sampledMs, resultMs, sinceMs: Math.max(sinceMs, resultMs), untilMs };
    tests.push(test);
    if (body.result === 'negative') negatives.push(test);
  },
  visit: ({ stays }, { areaCode, enteredAt, leftAt }, { sinceMs, untilMs }) => {
    const enteredMs = instantOf(enteredAt);
    const leftMs = instantOf(leftAt);
    const beginsMs = Math.max(sinceMs, enteredMs);
    stays.push({ areaCode, enteredMs, leftMs, sinceMs: beginsMs, untilMs });
  },
  'trip-declaration': ({ stays }, { areaCode, enteredAt, leftAt, declaredAt }, span) => {
    const [enteredMs, leftMs] = [instantOf(enteredAt), instantOf(leftAt)];
    // Nobody knew of it before it was declared, and a trip that is planned has not begun.
    const sinceMs = Math.max(enteredMs, instantOf(declaredAt));
    stays.push({ areaCode, enteredMs, leftMs, ...from(span, sinceMs) });
  },
  order: ({ orders }, { class: orderClass, from: fromText, until }, span) => {
    const fromMs = instantOf(fromText);
    orders.push({ class: orderClass, fromMs, endsAtMs: endOf(until), ...from(span, fromMs) });
  },
  release: ({ releases }, { releasedAt }, span) => {
    const releasedMs = instantOf(releasedAt);
    releases.push({ releasedMs, ...from(span, releasedMs) });
  },
  'health-declaration': ({ declarations }, body, span) => {
    const declaredMs = instantOf(body.declaredAt);
    declarations.push({ body, declaredMs, ...from(span, declaredMs) });
  },
  vaccination: ({ doses }, body, span) => {
    const vaccinatedMs = instantOf(body.vaccinatedAt);
    doses.push({ body, vaccinatedMs, ...from(span, vaccinatedMs) });
  },
  'vaccination-exemption': ({ exemptions }, { from: fromText, until }, span) => {
    exemptions.push({ endsAtMs: endOf(until), ...from(span, instantOf(fromText)) });
  },
};

/** Without an end it lasts. */
function endOf(until: string | undefined): number {
  return until === undefined ? Number.POSITIVE_INFINITY : instantOf(until);
}

function from({ sinceMs, untilMs }: Span, beginsMs: number): Span {
  return { sinceMs: Math.max(sinceMs, beginsMs), untilMs };
}
