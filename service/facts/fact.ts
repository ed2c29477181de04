/**
 * Facts and their keys. A fact lies under `person#<personKey>` and
 * `<kind>#<eventTime>#<source>#<recordId>#<digest>`, the digest being the first 16 digits of its
 * own. So what two regions take under one record number lies side by side after replication, where
 * the last writer would otherwise replace the other's record without a word.
 */

/** Digits of the digest in a key, 64 bits: versions of one record are a handful. */
export const KEY_DIGEST_DIGITS = 16;

/** What every fact has, whatever it says. */
interface FactBase {
  /** Whose fact it is, see `PersonKeys`. */
  readonly personKey: string;
  /**
   * When what it says happened, ISO 8601 in UTC with milliseconds: its text sorts like the time.
   */
  readonly eventTime: string;
  /** Who sent it. */
  readonly source: string;
  /** The source's own number for it. */
  readonly recordId: string;
  /** Digest of all the source said; tells a repetition from a contradiction. */
  readonly digest: string;
  /** When this service took it, ISO 8601. */
  readonly receivedAt: string;
}

/** What a laboratory found. */
export interface TestBody {
  readonly result: 'negative' | 'positive';
  readonly sampledAt: string;
  readonly resultAt: string;
  readonly laboratory: string;
}

/** Where a person stayed. */
export interface VisitBody {
  /** Six digits of GB/T 2260. */
  readonly areaCode: string;
  readonly enteredAt: string;
  readonly leftAt: string;
}

/** What was vaccinated. */
export interface VaccinationBody {
  readonly product: string;
  /** Which dose of the product's basic course, or a booster after it. */
  readonly dose: number | 'booster';
  /** Doses that make the basic course of this product. */
  readonly basicDoses: number;
  readonly vaccinatedAt: string;
}

/** Why somebody is not vaccinated. */
export interface VaccinationExemptionBody {
  readonly from: string;
  readonly until?: string;
}

/** How somebody says to be. */
export interface HealthDeclarationBody {
  readonly declaredAt: string;
  /** Degrees Celsius. */
  readonly temperature?: number;
  readonly symptoms: readonly string[];
  /** Contact with a case, as far as the person knows. */
  readonly contact: boolean;
}

/** Where somebody says to have been. */
export interface TripDeclarationBody extends VisitBody {
  readonly declaredAt: string;
}

/** Classes of people whom an authority may name; the rule set says what colour each has. */
export const ORDER_CLASSES = [
  'confirmed',
  'suspected',
  'asymptomatic',
  'close-contact',
  'isolation',
  'home-monitoring',
  'same-place',
] as const;

/** One of `ORDER_CLASSES`. */
export type OrderClass = (typeof ORDER_CLASSES)[number];

/** What an authority ordered. */
export interface OrderBody {
  readonly class: OrderClass;
  readonly from: string;
  /** Absent: until it is released. */
  readonly until?: string;
  readonly authority: string;
}

/** The end of orders and of a positive test: what came before it counts no more. */
export interface ReleaseBody {
  readonly releasedAt: string;
  readonly authority: string;
}

/** A citizen says that a fact, or the colour, is wrong. */
export interface AppealBody {
  readonly appealedAt: string;
  readonly reasonId: string;
  readonly text: string;
}

/** Somebody whose code this person may show. */
export interface FamilyBody {
  /** `bound`, or `left` again. */
  readonly state: 'bound' | 'left';
  readonly memberKey: string;
  readonly relation: 'child' | 'parent' | 'spouse' | 'other';
  /** Masked. */
  readonly name: string;
  readonly at: string;
}

/** A code on paper; of several only the newest holds. */
export interface PaperCodeBody {
  readonly paperId: string;
  readonly issuedAt: string;
  readonly validUntil: string;
}

/** What each kind of fact says; the event of each is the first time that its body has. */
export interface FactBodies {
  readonly 'nucleic-acid-test': TestBody;
  readonly vaccination: VaccinationBody;
  readonly 'vaccination-exemption': VaccinationExemptionBody;
  readonly visit: VisitBody;
  readonly 'health-declaration': HealthDeclarationBody;
  readonly 'trip-declaration': TripDeclarationBody;
  readonly order: OrderBody;
  readonly release: ReleaseBody;
  readonly appeal: AppealBody;
  readonly family: FamilyBody;
  readonly 'paper-code': PaperCodeBody;
}

/** Kinds that say something by themselves. */
export type StatementKind = keyof FactBodies;

/** What puts another fact right: it replaces its body or, without one, withdraws it. */
export interface CorrectionBody {
  /** Sort key of the fact that was wrong. */
  readonly corrects: string;
  /** Of the kind of the fact that was wrong. */
  readonly replacement?: FactBodies[StatementKind];
}

/** A fact of one kind. */
export interface FactOf<Kind extends StatementKind> extends FactBase {
  readonly kind: Kind;
  readonly body: FactBodies[Kind];
}

/** A nucleic-acid test; its event is the sampling. */
export type TestFact = FactOf<'nucleic-acid-test'>;

/** A stay in a district; its event is the entry. */
export type VisitFact = FactOf<'visit'>;

/** A correction; facts are never changed, so that two regions cannot disagree about one. */
export interface CorrectionFact extends FactBase {
  readonly kind: 'correction';
  readonly body: CorrectionBody;
}

/** One fact of any kind but a correction. */
export type StatementFact = { [Kind in StatementKind]: FactOf<Kind> }[StatementKind];

/** One health record about a person. */
export type Fact = StatementFact | CorrectionFact;

/** The key of a fact in the table, and in the acknowledgement of its source. */
export interface FactKey {
  readonly person: string;
  readonly fact: string;
}

/** Partition key of a person's facts. */
export function personPartition(personKey: string): string {
  return `person#${personKey}`;
}

/** What the source calls a record: versions of it that contradict each other share this. */
export function factRecordKey(
  fact: Pick<Fact, 'kind' | 'eventTime' | 'source' | 'recordId'>,
): string {
  return `${fact.kind}#${fact.eventTime}#${fact.source}#${fact.recordId}`;
}

/** Beginning of the sort keys of all versions of a record; no part of it can hold a `#`. */
export function factVersionsPrefix(fact: Fact): string {
  return `${factRecordKey(fact)}#`;
}

/** Sort key of a fact: its kind and time first, so that a range of them can be read. */
export function factSortKey(fact: Fact): string {
  return `${factVersionsPrefix(fact)}${fact.digest.slice(0, KEY_DIGEST_DIGITS)}`;
}

/** The whole key of a fact. */
export function factKey(fact: Fact): FactKey {
  return { person: personPartition(fact.personKey), fact: factSortKey(fact) };
}
