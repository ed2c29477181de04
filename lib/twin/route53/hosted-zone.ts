import { isIP } from 'node:net';
import { ALIAS_TTL_SEC } from '../../topology/recovery-formula';
import type { RecordTopology, RoutingTopology } from '../../topology/topology';
import { chooseRecord, type RecordHealthSources, recordHealthy } from './record-choice';
import { groupByNameAndType } from './record-groups';
import { inZone } from './routing-rules';

/** What the zone says to a question. */
export interface ZoneAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  /** Addresses; empty with NOERROR when the name exists but has nothing of the asked type. */
  readonly answers: readonly string[];
  /** Seconds on the twin's clock; 0 without answers. */
  readonly ttl: number;
  /** Set identifier of the record that was chosen last, when its policy has one. */
  readonly chosenSetIdentifier?: string;
}

/** What a hosted zone answers from. */
export interface HostedZoneOptions extends Omit<RecordHealthSources, 'recordsUnder'> {
  readonly routing: Pick<RoutingTopology, 'zoneName' | 'records'>;
  readonly random: () => number;
  readonly addresses: (loadBalancerId: string) => readonly string[];
  readonly nearness: readonly string[];
}

/** The records of one hosted zone. */
export class HostedZone {
  private readonly groups: ReadonlyMap<string, readonly RecordTopology[]>;
  private readonly names = new Set<string>();
  private readonly recordIsHealthy: (record: RecordTopology) => boolean;

  constructor(private readonly options: HostedZoneOptions) {
    const { routing } = options;
    this.groups = groupByNameAndType(routing.records);
    const recordsUnder = this.recordsUnder.bind(this);
    this.recordIsHealthy = (record) => recordHealthy(record, { ...options, recordsUnder });
    this.names.add(routing.zoneName);
    for (const { name } of routing.records) this.addWithAncestors(name);
  }

  /** Answers a question; names are compared without regard to case or a final dot. */
  answer(name: string, type: string): ZoneAnswer {
    const asked = name.toLowerCase().replace(/\.$/, '');
    const { routing, addresses } = this.options;
    if (!inZone(asked, routing.zoneName)) return { rcode: 'REFUSED', answers: [], ttl: 0 };
    if (!this.names.has(asked)) return { rcode: 'NXDOMAIN', answers: [], ttl: 0 };
    const leaf = this.choose(asked, type);
    if (leaf === undefined) return { rcode: 'NOERROR', answers: [], ttl: 0 };
    const { record, loadBalancerId } = leaf;
    const family = record.type === 'A' ? 4 : 6;
    const answers = addresses(loadBalancerId).filter((ip) => isIP(ip) === family);
    return {
      rcode: 'NOERROR',
      answers,
      ttl: answers.length === 0 ? 0 : ALIAS_TTL_SEC,
      ...(record.policy.kind === 'simple'
        ? {}
        : { chosenSetIdentifier: record.policy.setIdentifier }),
    };
  }

  /** Chooses under a name, and again under every name that the choice is an alias to. */
  private choose(
    name: string,
    type: string,
  ): { readonly record: RecordTopology; readonly loadBalancerId: string } | undefined {
    const { random, nearness } = this.options;
    const context = { healthy: this.recordIsHealthy, random, nearness };
    const record = chooseRecord(this.recordsUnder(name, type), context);
    if (record === undefined) return undefined;
    const { target } = record;
    return target.kind === 'record'
      ? this.choose(target.name, type)
      : { record, loadBalancerId: target.loadBalancerId };
  }

  private recordsUnder(name: string, type: string): readonly RecordTopology[] {
    return this.groups.get(`${name} ${type}`) ?? [];
  }

  /** A name between a record and the zone exists too, although it holds nothing (RFC 8020). */
  private addWithAncestors(name: string): void {
    const { zoneName } = this.options.routing;
    for (let at = name; inZone(at, zoneName); at = at.slice(at.indexOf('.') + 1)) {
      this.names.add(at);
      if (at === zoneName) return;
    }
  }
}
