/** What a page keeps for good on the phone; `localStorage` fits. */
export interface IKept {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** A text in both languages. */
export interface BothTexts {
  readonly en: string;
  readonly zh: string;
}

/** What a code can say. */
export type PageColour = 'red' | 'yellow' | 'green' | 'unknown';

/** A code as it was answered. */
export interface StoredCode {
  readonly colour: PageColour;
  readonly reason: { readonly id: string; readonly text: BothTexts };
  readonly wayOut?: {
    readonly id: string;
    readonly text: BothTexts;
    readonly testsDone?: number;
    readonly testsNeeded?: number;
    readonly nextSampleFrom?: string;
    readonly endsAt?: string;
  };
  readonly appeal?: string;
  readonly name?: string;
  readonly test?: {
    readonly result: string;
    readonly sampledAt: string;
    readonly withinHours?: number;
    readonly withinDays?: number;
  };
  readonly vaccination?: { readonly state: string; readonly lastAt?: string };
  readonly ruleVersion: string;
  readonly asOf: string;
  readonly freshUntil: string;
  readonly validUntil: string;
  readonly credential: string;
  /** Id of the family member it is of; absent: of the person who asked. */
  readonly member?: string;
}

/** Whose code: `self`, or the id of a family member. */
export type PersonId = string;

/** The person who opened the page. */
export const SELF: PersonId = 'self';

/** A family member whose code may be shown. */
export interface Member {
  readonly id: PersonId;
  /** Masked. */
  readonly name?: string;
  /** What the member is to the person: `child`, `parent`, `spouse` or `other`. */
  readonly relation?: string;
}

const PREFIX = 'kapok.code.';
const OWNER = 'kapok.owner';
const PEOPLE = 'kapok.people';
const FAMILY = 'kapok.family';

const COLOURS: readonly string[] = ['red', 'yellow', 'green', 'unknown'];

/** Keeps the newest code of each person; the storage may be full, switched off or spoilt. */
export class StoredCodes {
  constructor(private readonly kept: IKept) {}

  /** The code of a person, if one is kept that can be read. */
  find(person: PersonId): StoredCode | undefined {
    return readCode(this.readJson(PREFIX + person));
  }

  /** Keeps a code in place of the one before. */
  keep(person: PersonId, code: StoredCode): void {
    this.write(PREFIX + person, JSON.stringify(code));
    const people = this.people();
    if (!people.includes(person)) this.write(PEOPLE, JSON.stringify([...people, person]));
  }

  /** Everybody whose code is kept. */
  people(): readonly PersonId[] {
    const people = this.readJson(PEOPLE);
    return Array.isArray(people) ? people.filter((id): id is string => typeof id === 'string') : [];
  }

  /** Keeps who belongs to the family; the codes of others are dropped. */
  keepFamily(members: readonly Member[]): void {
    const shown = [SELF, ...members.map(({ id }) => id)];
    this.dropBut(shown);
    if (members.length === 0) this.drop(FAMILY);
    else this.write(FAMILY, JSON.stringify(members));
  }

  /** Who belonged to the family when the service last said so. */
  family(): readonly Member[] {
    const members = this.readJson(FAMILY);
    return Array.isArray(members)
      ? (members as Member[]).filter((member) => typeof member?.id === 'string')
      : [];
  }

  /** Says who uses the page; codes that another person's use left behind are dropped. */
  belongTo(owner: string): void {
    if (this.readText(OWNER) === owner) return;
    this.dropBut([]);
    this.drop(FAMILY);
    this.write(OWNER, owner);
  }

  private dropBut(shown: readonly PersonId[]): void {
    const people = this.people();
    for (const person of people) if (!shown.includes(person)) this.drop(PREFIX + person);
    this.write(PEOPLE, JSON.stringify(people.filter((person) => shown.includes(person))));
  }

  private drop(key: string): void {
    try {
      this.kept.removeItem(key);
    } catch {
      // Forbidden: then nothing is kept either.
    }
  }

  private readText(key: string): string | null {
    try {
      return this.kept.getItem(key);
    } catch {
      return null;
    }
  }

  private readJson(key: string): unknown {
    try {
      return JSON.parse(this.readText(key) ?? 'null');
    } catch {
      return undefined;
    }
  }

  private write(key: string, text: string): void {
    try {
      this.kept.setItem(key, text);
    } catch {
      // Full or forbidden: the page works without, until it is closed.
    }
  }
}

/** Takes an answer for a code only when it has all that is shown of one. */
export function readCode(answer: unknown): StoredCode | undefined {
  const code = answer as Partial<StoredCode> | undefined | null;
  if (typeof code !== 'object' || code === null) return undefined;
  const times = [code.asOf, code.freshUntil, code.validUntil];
  const complete =
    COLOURS.includes(String(code.colour)) &&
    typeof code.credential === 'string' &&
    typeof code.reason?.text?.zh === 'string' &&
    times.every((time) => !Number.isNaN(Date.parse(String(time))));
  return complete ? (code as StoredCode) : undefined;
}
