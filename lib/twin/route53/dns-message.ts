import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { ZoneAnswer } from './hosted-zone';

/** What a DNS server needs to know of a zone. */
export interface AnswerableZone {
  readonly zoneName: string;
  answer(name: string, type: string): ZoneAnswer;
}

/** How questions of one transport are answered. */
export interface DnsMessageOptions {
  readonly zone: AnswerableZone;
  readonly transport: 'udp' | 'tcp';
  /** Every TTL is divided by this; at least 1 s stays of a TTL that is not 0. */
  readonly ttlRate: number;
}

/** Largest UDP message without EDNS, bytes (RFC 1035). */
export const PLAIN_UDP_BYTES = 512;

/** Largest UDP message that is sent at all, bytes: fits an IPv6 packet of 1280 with its headers. */
export const EDNS_UDP_BYTES = 1_232;

/** TTL of the zone's SOA record, and so of a negative answer, seconds (Route 53's default). */
export const SOA_TTL_SEC = 900;

/** TTL of the zone's NS record, seconds: two days (Route 53's default). */
export const NS_TTL_SEC = 172_800;

/** Name of this server; .invalid never resolves, so nobody mistakes it for a real one (RFC 2606). */
export const NAME_SERVER = 'ns.kapok-twin.invalid';

const HEADER_BYTES = 12;
const RESPONSE_BIT = 0x8000;
const OPCODE_BITS = 0x7800;
const RCODES = { NOERROR: 0, FORMERR: 1, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** BADVERS is 16: the upper eight bits travel in the OPT record, the lower four (0) in the header. */
const BADVERS_UPPER_BITS = 1;

/** The message that answers a query, or undefined for what deserves no answer. */
export function respond(query: Buffer, options: DnsMessageOptions): Buffer | undefined {
  // Too short to carry an id, or itself a response: answering could start a loop between two servers.
  if (query.length < HEADER_BYTES) return undefined;
  const flags = query.readUInt16BE(2);
  if ((flags & RESPONSE_BIT) !== 0) return undefined;
  if ((flags & OPCODE_BITS) !== 0) return bareHeader(query, RCODES.NOTIMP);
  const packet = tryDecode(query);
  const opts = packet?.additionals?.filter((extra) => extra.type === 'OPT') ?? [];
  if (packet?.questions?.length !== 1 || opts.length > 1) return bareHeader(query, RCODES.FORMERR);
  return new Response(query, packet, opts[0] as OptAnswer | undefined, options).build();
}

function tryDecode(query: Buffer): DecodedPacket | undefined {
  try {
    return decode(query);
  } catch {
    return undefined;
  }
}

/** A response without a question section, for queries that could not be read. */
function bareHeader(query: Buffer, rcode: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  const kept = query.readUInt16BE(2) & (OPCODE_BITS | RECURSION_DESIRED);
  header.writeUInt16BE(RESPONSE_BIT | kept | rcode, 2);
  return header;
}

/** The question exactly as it was asked: resolvers compare it, letter case included. */
function rawQuestion(query: Buffer): Buffer | undefined {
  let at = HEADER_BYTES;
  for (let length = query[at]; length !== 0; length = query[at]) {
    if (length === undefined || length > 63) return undefined;
    at += length + 1;
  }
  return query.subarray(HEADER_BYTES, at + 5);
}

/** Sections of a response before they are encoded. */
interface Sections {
  readonly rcode: number;
  readonly authoritative: boolean;
  readonly answers: Answer[];
  readonly authorities: Answer[];
  readonly extendedRcode: number;
}

const NOTHING: Sections = {
  rcode: RCODES.NOERROR,
  authoritative: false,
  answers: [],
  authorities: [],
  extendedRcode: 0,
};

/** One response on its way from a decoded query to bytes. */
class Response {
  constructor(
    private readonly query: Buffer,
    private readonly packet: DecodedPacket,
    private readonly opt: OptAnswer | undefined,
    private readonly options: DnsMessageOptions,
  ) {}

  build(): Buffer {
    const question = rawQuestion(this.query);
    if (question === undefined) return bareHeader(this.query, RCODES.FORMERR);
    const sections = this.sections();
    const message = this.encoded(question, sections, 0);
    if (message.length <= this.sizeLimit()) return message;
    return this.encoded(
      question,
      { ...sections, answers: [], authorities: [] },
      TRUNCATED_RESPONSE,
    );
  }

  private sizeLimit(): number {
    if (this.options.transport === 'tcp') return Number.POSITIVE_INFINITY;
    if (this.opt === undefined) return PLAIN_UDP_BYTES;
    return Math.min(Math.max(this.opt.udpPayloadSize, PLAIN_UDP_BYTES), EDNS_UDP_BYTES);
  }

  private sections(): Sections {
    const { zone } = this.options;
    if ((this.opt?.ednsVersion ?? 0) > 0) {
      return { ...NOTHING, extendedRcode: BADVERS_UPPER_BITS };
    }
    const [question] = this.packet.questions ?? [];
    // The library's list of types leaves out ANY and the UNKNOWN_<number> that it decodes to.
    const name = question?.name ?? '.';
    const type: string = question?.type ?? 'A';
    if (question?.class !== 'IN' || type === 'AXFR' || type === 'IXFR') {
      return { ...NOTHING, rcode: RCODES.REFUSED };
    }
    // ANY may be answered with any one set of records (RFC 8482).
    const answer = zone.answer(name, type === 'ANY' ? 'A' : type);
    if (answer.rcode === 'REFUSED') return { ...NOTHING, rcode: RCODES.REFUSED };
    const answers = [...this.addresses(name, type, answer), ...this.apex(name, type)];
    return {
      rcode: RCODES[answer.rcode],
      authoritative: true,
      answers,
      authorities: answers.length === 0 ? [this.soa(zone.zoneName)] : [],
      extendedRcode: 0,
    };
  }

  private addresses(name: string, asked: string, { answers, ttl }: ZoneAnswer): Answer[] {
    const type = asked === 'AAAA' ? 'AAAA' : 'A';
    return answers.map((data) => ({ name, type, ttl: this.wireTtl(ttl), data }));
  }

  private apex(name: string, type: string): Answer[] {
    if (name.toLowerCase() !== this.options.zone.zoneName) return [];
    if (type === 'SOA') return [this.soa(name)];
    if (type !== 'NS') return [];
    return [{ name, type, ttl: this.wireTtl(NS_TTL_SEC), data: NAME_SERVER }];
  }

  /** Timers as Route 53 writes them into a new zone. */
  private soa(name: string): Answer {
    return {
      name,
      type: 'SOA',
      ttl: this.wireTtl(SOA_TTL_SEC),
      data: {
        mname: NAME_SERVER,
        rname: `hostmaster.${NAME_SERVER}`,
        serial: 1,
        refresh: 7_200,
        retry: 900,
        expire: 1_209_600,
        minimum: 86_400,
      },
    };
  }

  private wireTtl(seconds: number): number {
    return seconds === 0 ? 0 : Math.max(1, Math.round(seconds / this.options.ttlRate));
  }

  private encoded(question: Buffer, sections: Sections, extraFlags: number): Buffer {
    const recursionDesired = this.packet.flag_rd ? RECURSION_DESIRED : 0;
    const authoritative = sections.authoritative ? AUTHORITATIVE_ANSWER : 0;
    const body = encode({
      type: 'response',
      ...(this.packet.id === undefined ? {} : { id: this.packet.id }),
      flags: recursionDesired | authoritative | extraFlags | sections.rcode,
      answers: sections.answers,
      authorities: sections.authorities,
      additionals: this.echoedOpt(sections.extendedRcode),
    });
    body.writeUInt16BE(1, 4);
    return Buffer.concat([body.subarray(0, HEADER_BYTES), question, body.subarray(HEADER_BYTES)]);
  }

  /** EDNS is spoken only to those who speak it; the DNSSEC bit is copied (RFC 3225), options are not. */
  private echoedOpt(extendedRcode: number): Answer[] {
    if (this.opt === undefined) return [];
    return [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: EDNS_UDP_BYTES,
        extendedRcode,
        ednsVersion: 0,
        flags: this.opt.flags & DNSSEC_OK,
        flag_do: this.opt.flag_do,
        options: [],
      },
    ];
  }
}
