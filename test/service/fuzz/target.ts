import type { AddressInfo } from 'node:net';
import { ALL_REGIONS, pinItem } from '../../../service/degradation/pins';
import type { Level } from '../../../service/degradation/service-level';
import { READING_SECONDS } from '../../../service/degradation/service-levels';
import type { EvacuationOrder } from '../../../service/evacuation/control-items';
import { EMPTY_VIEW } from '../../../service/evacuation/decisions';
import type { RouteSpec } from '../../../service/http/route';
import { FIXED_SPECS } from '../../../service/reference/fixed-specs';
import type { PageFiles } from '../../../service/web/page-files';
import { type TestApp, testApp } from '../fixtures/app';
import { ManualClock } from '../fixtures/manual-clock';
import { metricLines } from '../metrics/metric-lines';
import { builtPage } from '../web/fixtures/page-server';
import { Chance } from './chance';
import { Corpus } from './corpus';
import { FlakyAudit, FlakyControl, FlakyFacts, FlakyQuarantine, Trouble } from './flaky-stores';
import { FuzzPeople } from './people';
import { PersonalData } from './personal-data';
import { SchemaValues } from './schema-values';

/** One fleet that is asked. */
export interface FuzzFleet {
  readonly name: 'citizen' | 'partner';
  readonly app: TestApp;
  readonly port: number;
  /** Every route there is. */
  readonly specs: readonly RouteSpec[];
}

/** Both fleets on stores that go wrong, with all that requests are made of. */
export interface FuzzTarget {
  readonly seed: number;
  readonly chance: Chance;
  readonly corpus: Corpus;
  readonly people: FuzzPeople;
  readonly values: SchemaValues;
  readonly personal: PersonalData;
  readonly clock: ManualClock;
  readonly trouble: Trouble;
  readonly fleets: readonly FuzzFleet[];
  /** What was found to be wrong. */
  readonly findings: string[];
  /**
   * Looks through what was logged and counted, forgets what was stored, pins the level or leaves it to
   * itself, and moves the time on.
   */
  nextRound(seconds: number, level: Level | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Starts both fleets. */
export async function startTarget(seed: number): Promise<FuzzTarget> {
  const chance = new Chance(seed);
  const clock = new ManualClock();
  const people = new FuzzPeople(chance, clock, seed);
  const corpus = new Corpus(chance, seed);
  const personal = new PersonalData(people.all);
  const findings: string[] = [];
  const trouble = new Trouble(chance, (what, text) => {
    const given = personal.tryFindInLog(text);
    if (given !== undefined) findings.push(`${what} holds ${given}: ${text}`);
  });
  const stores = {
    facts: new FlakyFacts(trouble),
    store: new FlakyControl(trouble),
    audit: new FlakyAudit(trouble),
    quarantine: new FlakyQuarantine(trouble),
  };
  const shared = { clock, ...stores, control: { view: { ...EMPTY_VIEW, orders: [EVACUATED] } } };
  // Time goes on for the limiter too: what it refused must not be refused for ever.
  const options = { random: chance.next, monotonicMs: () => clock.now() };
  const page = builtPage();
  const citizen = await testApp('citizen', shared, { ...options, page });
  const partner = await testApp('partner', { ...shared, lines: citizen.lines }, options);
  const fleets = await Promise.all([started('citizen', citizen), started('partner', partner)]);
  const values = new SchemaValues({ chance, corpus, people, now: () => clock.now() });
  for (const name of assetsOf(page)) values.remember('file', name);
  const nextRound = async (seconds: number, level: Level | undefined) => {
    for (const text of [...citizen.lines, ...metricLines(citizen), ...metricLines(partner)]) {
      const given = personal.tryFindInLog(text);
      if (given !== undefined) findings.push(`a line holds ${given}: ${text}`);
    }
    citizen.lines.length = 0;
    // Families are facts.
    if (forget(stores)) values.forget('members.id');
    await stores.store.put(pinOf(level, clock));
    clock.advance(seconds);
    await new Promise(setImmediate);
    // A pin that was read holds from the next reading of the signals on.
    clock.advance(READING_SECONDS);
    await new Promise(setImmediate);
  };
  const close = async () => {
    for (const { app } of fleets) {
      for (const part of app.parts) part.stop();
      await app.http.close();
    }
  };
  const target = {
    seed,
    chance,
    corpus,
    people,
    values,
    personal,
    clock,
    trouble,
    fleets,
    findings,
  };
  return { ...target, nextRound, close };
}

/** A region that the others speak for. */
const EVACUATED: EvacuationOrder = {
  region: 'region-b',
  order: 'evacuate',
  via: 'both',
  atMs: 0,
  by: 'operator',
  reason: 'drill',
};

function pinOf(level: Level | undefined, clock: ManualClock) {
  const given = { name: ALL_REGIONS, atMs: clock.now(), by: 'operator', reason: 'drill' };
  return pinItem(level === undefined ? given : { ...given, level });
}

function assetsOf(page: PageFiles): string[] {
  const html = page.tryFind('index.html')?.bodies.identity.toString() ?? '';
  return [...html.matchAll(/assets\/([\w.-]+)/g)].map(([, name = '']) => name);
}

async function started(name: FuzzFleet['name'], app: TestApp): Promise<FuzzFleet> {
  for (const part of app.parts) part.start();
  await Promise.all(app.parts.map(({ ready }) => ready));
  await app.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.app.server.address() as AddressInfo;
  return { name, app, port, specs: [...app.specs, ...FIXED_SPECS] };
}

/** What the stores hold at most, items of each, so that a run does not grow by them. */
const MOST_KEPT = 2_000;

/** Facts after which all are forgotten: one crowd's, so that it can be turned again. */
const MOST_FACTS = 60;

interface Stores {
  readonly facts: FlakyFacts;
  readonly store: FlakyControl;
  readonly audit: FlakyAudit;
  readonly quarantine: FlakyQuarantine;
}

/** Whether facts were forgotten. */
function forget({ facts, store, audit, quarantine }: Stores): boolean {
  const hasEnough = facts.kept > MOST_FACTS;
  if (hasEnough) facts.clear();
  if (store.items.size > MOST_KEPT) store.items.clear();
  if (quarantine.items.size > MOST_KEPT / 10) quarantine.items.clear();
  // A chain goes on behind its last entry.
  const keys = [...audit.entries.keys()];
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST_KEPT))) audit.entries.delete(key);
  return hasEnough;
}
