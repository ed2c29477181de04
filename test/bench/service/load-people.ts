import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { syntheticPerson } from '../../../lib/twin/clients/people';
import type { LoadSetup, Question } from './load-protocol';

/** Of every token, seconds: the longest life that is taken. */
const TOKEN_LIFE_SEC = 900;

/**
 * People do not come in the order in which they were first seen, which memory would be read ahead in. A
 * prime that no number of people here is a multiple of, so that everybody has a turn.
 */
const STRIDE = 7_919;

/** Everybody's ready requests. */
export interface LoadPeople {
  readonly count: number;
  /** The whole request of a person, byte by byte. */
  requestOf(person: number, question: Question): Buffer;
  /** The nth person, or the nth of a channel. */
  personOf(nth: number, channel: string | undefined): number;
}

const PATHS: Readonly<Record<Question, readonly [method: string, path: string]>> = {
  code: ['POST', 'code'],
  refresh: ['POST', 'code/refresh'],
  tests: ['GET', 'me/tests'],
  vaccinations: ['GET', 'me/vaccinations'],
  health: ['GET', 'me/health'],
};

/** Signs a token for everybody; tokens are as different as people are. */
export function makePeople(setup: LoadSetup): LoadPeople {
  const channels = setup.channelKeys.map(({ channel, kid, jwk }) => ({
    channel,
    kid,
    key: createPrivateKey({ key: jwk, format: 'jwk' }),
  }));
  const tokens = Array.from({ length: setup.people }, (_, person) => {
    const signer = channels[person % channels.length]!;
    return tokenOf(person, signer, setup);
  });
  return {
    count: setup.people,
    requestOf(person, question) {
      const { channel } = channels[person % channels.length]!;
      const [method, path] = PATHS[question];
      const length = method === 'POST' ? 'content-length: 0\r\n' : '';
      return Buffer.from(
        `${method} /channels/${channel}/${path} HTTP/1.1\r\nhost: code.code.example.org\r\n` +
          `authorization: Bearer ${tokens[person]}\r\n${length}\r\n`,
        'latin1',
      );
    },
    personOf(nth, channel) {
      if (channel === undefined) return (nth * STRIDE) % setup.people;
      const at = channels.findIndex((one) => one.channel === channel);
      const perChannel = Math.floor(setup.people / channels.length);
      return (nth % perChannel) * channels.length + at;
    },
  };
}

function tokenOf(
  person: number,
  { channel, kid, key }: { channel: string; kid: string; key: KeyObject },
  { nowMs, audience }: LoadSetup,
): string {
  const iat = Math.floor(nowMs / 1000);
  const { idType, idNumber } = syntheticPerson(person);
  const claims = {
    iss: channel,
    aud: audience,
    sub: `${idType}:${idNumber}`,
    scope: 'citizen',
    name: '张*',
    iat,
    exp: iat + TOKEN_LIFE_SEC,
  };
  const text = `${part({ alg: 'ES256', kid, typ: 'kapok-channel+jwt' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
