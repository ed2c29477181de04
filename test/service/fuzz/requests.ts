import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import * as z from 'zod';
import type { RouteSpec } from '../../../service/http/route';
import { CALLER_KEYS } from '../fixtures/callers';
import { signedRequest } from '../fixtures/signed-request';
import type { FuzzRequest } from './fuzz-request';
import { type Header, hostileAuthorization, hostileHeader, manyHeaders } from './hostile-headers';
import type { JsonSchema } from './schema-values';
import { spoiledText, spoiledValue } from './spoiling';
import type { FuzzFleet, FuzzTarget } from './target';

/** Share of requests in which nothing is spoiled: they fill the stores that the others meet. */
const UNSPOILED = 0.3;

/** Share of orders that are about a crowd: what turns one waits for a second person. */
const CROWDS = 0.6;

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'];

/** Makes the requests of a run. */
export class Requests {
  private readonly schemas = new Map<unknown, JsonSchema>();
  private readonly device = compressedPoint();

  constructor(private readonly target: FuzzTarget) {}

  /** A request for a route. */
  async next(fleet: FuzzFleet, spec: RouteSpec): Promise<FuzzRequest> {
    const { chance } = this.target;
    const spoils = chance.happens(UNSPOILED) ? 0 : 1 + chance.below(2);
    const request = this.intended(fleet, spec);
    // What is signed may be spoiled before, or behind the signer's back.
    const before = spoils > 0 && chance.happens(0.6);
    if (before) this.spoil(request, spoils);
    await this.prove(request);
    if (!before && spoils > 0) this.spoil(request, spoils);
    return request;
  }

  private intended(fleet: FuzzFleet, spec: RouteSpec): FuzzRequest {
    const { chance } = this.target;
    const headers: Header[] = [];
    if (spec.body !== undefined) headers.push(['content-type', 'application/json']);
    if (chance.happens(0.2)) headers.push(['origin', 'https://code.code.example.org']);
    if (chance.happens(0.2)) headers.push(['x-kapok-device', this.device]);
    const body = this.bodyOf(spec);
    const path = this.pathOf(spec);
    const framing = chance.happens(0.15) ? 'chunked' : 'length';
    return { fleet, spec, method: spec.method, path, headers, body, framing };
  }

  private pathOf({ path, query }: RouteSpec): string {
    const { people, values, chance } = this.target;
    const filled = path
      .replace(':channel', people.channel())
      .replace(/:(\w+)|\*/g, (whole, name) => String(values.value({}, name ?? whole)));
    const asked = query === undefined ? {} : (values.value(this.schemaOf(query)) as object);
    const text = new URLSearchParams(asked as Record<string, string>).toString();
    return text === '' || chance.happens(0.5) ? filled : `${filled}?${text}`;
  }

  private bodyOf(spec: RouteSpec): string | undefined {
    const { values, chance, corpus } = this.target;
    const { body } = spec;
    if (body === undefined) return undefined;
    if (spec.id === 'takeOrders' && chance.happens(CROWDS)) return JSON.stringify(this.crowd());
    const data = values.value(this.schemaOf(body));
    if (chance.happens(0.6)) return JSON.stringify(data);
    return JSON.stringify(spoiledValue(data, chance, corpus)) ?? '';
  }

  private crowd(): unknown {
    const { people, chance, clock } = this.target;
    const from = new Date(clock.now() - chance.below(3_600_000)).toISOString();
    const records = people.all.map(({ idNumber }) => ({
      ...{ recordId: `c${chance.below(1_000_000)}`, idType: '10', idNumber },
      ...{ class: 'close-contact', from, authority: 'CDC' },
    }));
    return { records };
  }

  private schemaOf(schema: z.ZodType): JsonSchema {
    const known = this.schemas.get(schema);
    if (known !== undefined) return known;
    const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    this.schemas.set(schema, made);
    return made;
  }

  /** Adds what says who asks. */
  private async prove(request: FuzzRequest): Promise<void> {
    const { caller } = request.spec;
    const { chance } = this.target;
    if (request.fleet.name === 'partner' && caller !== 'anyone') await this.sign(request);
    else if (caller !== 'anyone') {
      // At times somebody else's scope.
      const scope = chance.happens(0.95) ? caller : chance.pick(['citizen', 'checkpoint', 'staff']);
      request.headers.push(['authorization', `Bearer ${await this.tokenFor(request, scope)}`]);
      await this.addMember(request);
    }
  }

  private tokenFor({ path }: FuzzRequest, scope: string): Promise<string> {
    const { people, chance } = this.target;
    const channel = channelOf(path);
    // A member is known only to whoever added it.
    const isGuardian = /family|member=/.test(path) && chance.happens(0.8);
    return people.token(scope, channel, isGuardian ? people.guardian() : people.person());
  }

  /** A member's own token stands in the body; a made-up one would never get past its check. */
  private async addMember(request: FuzzRequest): Promise<void> {
    if (request.spec.id !== 'addFamilyMember' || this.target.chance.happens(0.3)) return;
    const { people } = this.target;
    const memberToken = await people.token('citizen', channelOf(request.path));
    request.body = JSON.stringify({ memberToken, relation: 'child' });
  }

  private async sign(request: FuzzRequest): Promise<void> {
    const { chance, clock } = this.target;
    const { spec, path, body, method, headers } = request;
    const owner = spec.caller === 'supervisor' ? CALLER_KEYS.supervisor : undefined;
    const { lab, cdc, caict, supervisor } = CALLER_KEYS;
    const source = spec.path.endsWith('visits') ? caict : cdc;
    const key = chance.happens(0.9)
      ? (owner ?? source)
      : chance.pick([lab, cdc, caict, supervisor]);
    const atMs = clock.now() - (chance.happens(0.05) ? 1_000_000 : 0);
    const payload = body === undefined ? {} : { payload: body };
    const given = { key, atMs, url: path, method: method as 'GET', ...payload };
    // An address that is none cannot be signed; it is sent unsigned.
    const signed = await signedRequest(given).catch(() => undefined);
    if (signed === undefined) return;
    const names = new Set(Object.keys(signed.headers));
    request.headers = headers.filter(([name]) => !names.has(name));
    request.headers.push(...Object.entries(signed.headers));
  }

  private spoil(request: FuzzRequest, times: number): void {
    for (let time = 0; time < times; time += 1) this.spoilOnce(request);
  }

  private spoilOnce(request: FuzzRequest): void {
    const { chance, corpus } = this.target;
    const { headers } = request;
    const choice = chance.below(20);
    if (choice === 0) request.method = chance.pick(METHODS);
    else if (choice <= 3) request.path = this.spoiledPath(request.path);
    else if (choice <= 6) headers.push(hostileHeader(chance, corpus));
    else if (choice === 7) this.spoilOneHeader(headers);
    else if (choice === 8 && chance.happens(0.3)) headers.push(...manyHeaders(chance));
    else if (choice === 9 && headers[0] !== undefined) headers.push(chance.pick(headers));
    else if (choice <= 12) request.body = corpus.body();
    else if (choice <= 14) request.body = spoiledText(request.body ?? '{}', chance, corpus);
    else if (choice === 15)
      request.body = `{"a":"${'x'.repeat(chance.pick([2_000, 9_000, 200_000]))}"}`;
    else if (choice === 16) request.framing = chance.pick(['too-short', 'too-long', 'both']);
    else this.spoilAuthorization(headers);
  }

  private spoilOneHeader(headers: Header[]): void {
    const { chance, corpus } = this.target;
    const at = chance.below(headers.length);
    const [name, value] = headers[at] ?? ['authorization', ''];
    const text = spoiledText(value, chance, corpus);
    headers[at] = [name, Buffer.from(text.replace(/\p{Cc}/gu, '')).toString('latin1')];
  }

  private spoilAuthorization(headers: Header[]): void {
    const { chance, corpus } = this.target;
    const at = headers.findIndex(([name]) => name === 'authorization');
    if (at === -1) headers.push(hostileHeader(chance, corpus));
    else {
      const token = (headers[at] as Header)[1].slice('Bearer '.length);
      headers[at] = ['authorization', hostileAuthorization(token, chance, corpus)];
    }
  }

  private spoiledPath(path: string): string {
    const { chance, corpus, people } = this.target;
    const hostile = chance.happens(0.2) ? people.person().idNumber : corpus.text();
    const encoded = chance.happens(0.7)
      ? encodeURIComponent(hostile.replace(/\p{Cs}/gu, ''))
      : hostile;
    const text = encoded.slice(0, 3_000);
    switch (chance.below(6)) {
      case 0:
        return `${path}?${text}=${text}&member=${text}`;
      case 1:
        return `${path}?member=${text}`;
      case 2:
        return `${path}/${text}`;
      case 3:
        return `/${text}${path}`;
      case 4:
        return path.replace(/%|o/, '%6f').replace('//', '/');
      default: {
        const segments = path.split('/');
        segments[1 + chance.below(segments.length - 1)] = text;
        return segments.join('/');
      }
    }
  }
}

function channelOf(path: string): 'suikang' | 'yueshengshi' {
  return path.startsWith('/channels/yueshengshi') ? 'yueshengshi' : 'suikang';
}

function compressedPoint(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2;
  return Buffer.concat([Buffer.from([2 + odd]), Buffer.from(x, 'base64url')]).toString('base64url');
}
