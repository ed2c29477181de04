import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { planCapacity } from '../../../lib/plan/capacity';
import { loadPlan } from '../../../lib/plan/load-plan';
import { synthesize } from '../../../lib/stacks/synthesize';
import { readTopology } from '../../../lib/topology/read-topology';
import type { FleetTopology, Topology } from '../../../lib/topology/topology';
import { LABORATORY } from '../../../lib/twin/callers/callers';
import { citizen } from '../../../lib/twin/callers/channel-tokens';
import { Laboratory } from '../../../lib/twin/clients/laboratory';
import { type SyntheticPerson, syntheticPerson } from '../../../lib/twin/clients/people';
import { seededRandom } from '../../../lib/twin/clients/random';
import { ScaledClock } from '../../../lib/twin/clock';
import { waitUntil } from '../../../lib/twin/condition';
import { Twin } from '../../../lib/twin/twin';
import { openPhone, startChromium, type TestBrowser } from '../../service/web/fixtures/chromium';
import { Relay } from './relay';

const PLAN_FILE = resolve(__dirname, '../../../plans/guangdong.yaml');
const HOUR_MS = 3_600_000;

/** The channel through which the page is opened. */
export const CHANNEL = 'suikang';

/** Who holds the phone, and the child whose code she may show. */
export const HOLDER = { person: syntheticPerson(7), name: '欧阳小兰' };
export const CHILD = { person: syntheticPerson(8), name: '欧阳明' };

/** A region as phones reach it. */
interface Door {
  readonly region: string;
  readonly originName: string;
  readonly relay: Relay;
}

/** The deployed bundle in two regions at the pace of this clock, and a browser that finds its way there. */
export class PageTwin {
  readonly doors: readonly Door[];
  private browser: TestBrowser | undefined;

  private constructor(
    private readonly folder: string,
    private readonly topology: Topology,
    readonly twin: Twin,
  ) {
    this.doors = topology.regions.map(({ region, fleets }) => {
      const { loadBalancer, service } = findFleet(fleets, 'citizen');
      return {
        region,
        originName: service.environment.KAPOK_ORIGIN_NAME ?? '',
        relay: new Relay(() => this.portOf(loadBalancer.id)),
      };
    });
  }

  /** Boots both regions, tells them of the holder and waits until they know each other. */
  static async start(): Promise<PageTwin> {
    const folder = mkdtempSync(join(tmpdir(), 'kapok-page-twin-'));
    const { plan } = loadPlan(PLAN_FILE, { now: new Date('2022-01-01T00:00:00Z') });
    const { directory } = synthesize(plan, planCapacity(plan), { outdir: join(folder, 'cdk.out') });
    const topology = readTopology(directory);
    const twin = await Twin.create({
      topology,
      clock: new ScaledClock(Date.now(), 1),
      random: seededRandom(1),
      directory: join(folder, 'stores'),
      dnsPort: 0,
      onFault: () => undefined,
    });
    const made = new PageTwin(folder, topology, twin);
    await made.begin();
    return made;
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await this.browser?.close();
    await Promise.all(this.doors.map(({ relay }) => relay.close()));
    await this.twin.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Name of the page, which leads to the first region for ever, whatever DNS says. */
  get home(): string {
    const { service } = findFleet(this.topology.regions[0]?.fleets ?? [], 'citizen');
    return new URL(service.environment.KAPOK_ISSUER ?? '').host;
  }

  /** Opens the page on a phone of its own, as the channel does. */
  async openPage(): Promise<Page> {
    if (this.browser === undefined) throw new Error('the browser was not started');
    const page = await openPhone(this.browser, { language: 'en-GB', size: [390, 844] });
    await page.goto(`https://${this.home}/#channel=${CHANNEL}&token=${this.tokenOf(HOLDER)}`);
    return page;
  }

  /** Sends a request of the channel to a region. */
  ask(door: Door, method: 'GET' | 'POST', path: string, body?: object) {
    return this.twin.https.send({
      address: { host: '127.0.0.1', port: door.relay.port },
      name: door.originName,
      method,
      path,
      headers: {
        authorization: `Bearer ${this.tokenOf(HOLDER)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: 5_000,
    });
  }

  /** Waits until each of the regions says that it knows the other. */
  async waitUntilAcquainted(): Promise<void> {
    const names = this.doors.map(({ region }) => region);
    const knowsAll = async (door: Door) => {
      const { body } = await this.ask(door, 'GET', '/service-status').catch(() => ({ body: '' }));
      return names.every((name) => body.includes(`"${name}"`));
    };
    await waitUntil(async () => (await Promise.all(this.doors.map(knowsAll))).every(Boolean), {
      timeoutMs: 30_000,
      onTimeout: () => new Error('the regions do not hear of each other'),
    });
  }

  private async begin(): Promise<void> {
    await this.twin.boot(new AbortController().signal);
    await Promise.all(this.doors.map(({ relay }) => relay.open()));
    await Promise.all([this.tellFacts(), this.waitUntilAcquainted()]);
    const body = { memberToken: this.tokenOf(CHILD), relation: 'child' };
    const door = this.doors[0];
    if (door === undefined) throw new Error('the plan has no region');
    const bound = await this.ask(door, 'POST', `/channels/${CHANNEL}/me/family`, body);
    if (bound.status !== 200) throw new Error(`no family: ${bound.body}`);
    this.browser = await startChromium([
      `--host-resolver-rules=${this.hostRules()}`,
      '--ignore-certificate-errors',
    ]);
  }

  private hostRules(): string {
    const map = (name: string, { relay }: Door) => `MAP ${name}:443 127.0.0.1:${relay.port}`;
    const home = this.doors.slice(0, 1).map((door) => map(this.home, door));
    return [...home, ...this.doors.map((door) => map(door.originName, door))].join(', ');
  }

  /** The holder has a negative test of three hours ago; of the child there is no record. */
  private async tellFacts(): Promise<void> {
    const { topology, twin } = this;
    const partner = findFleet(topology.regions[0]?.fleets ?? [], 'partner').loadBalancer;
    const laboratory = new Laboratory({
      source: LABORATORY,
      name: partner.certificateNames.find((name) => name.startsWith('partner.')) ?? '',
      https: twin.https,
      signer: twin.callers.laboratory,
    });
    const told = await laboratory.send({
      address: { host: '127.0.0.1', port: this.portOf(partner.id) },
      people: [HOLDER.person],
      firstRecord: 0,
      sampledAtMs: Date.now() - 3 * HOUR_MS,
    });
    if (!told) throw new Error(`no facts: ${laboratory.lastRefusal}`);
  }

  private tokenOf({ person, name }: { readonly person: SyntheticPerson; readonly name: string }) {
    return this.twin.callers.tokens.tokenOf(CHANNEL, citizen(person, name));
  }

  private portOf(loadBalancerId: string): number {
    const address = this.twin.addressBook.addressesOf(loadBalancerId)[0] ?? '';
    return this.twin.addressBook.locate(address)?.port ?? 0;
  }
}

function findFleet(fleets: readonly FleetTopology[], name: string): FleetTopology {
  const fleet = fleets.find((one) => one.name === name);
  if (fleet === undefined) throw new Error(`no fleet ${name} in the assembly`);
  return fleet;
}
