import {
  ANSWERS_PER_PERSON,
  BYTES_AROUND_ANSWER,
  BYTES_HELD,
  CodeCache,
  type HeldCode,
  PEOPLE_HELD,
} from '../../../service/codes/code-cache';

const BODY = '{}';

function held(changes: Partial<HeldCode> = {}): HeldCode {
  return {
    channel: 'suikang',
    colour: 'green',
    body: BODY,
    asOfMs: 0,
    validUntilMs: 1,
    rulesEpoch: 'a',
    subject: new Uint8Array(20),
    issuedAt: 0,
    ...changes,
  };
}

test('holds no more people than it may; those read longest ago leave first', () => {
  const cache = new CodeCache();
  for (let person = 0; person < PEOPLE_HELD + 2; person += 1) cache.put(`${person}`, held());
  expect(cache.size).toBe(PEOPLE_HELD);
  expect(cache.find('1', held())).toBeUndefined();
  expect(cache.find('2', held())).toBeDefined();
});

test('holds no more answers for one person than it may; the oldest gives way', () => {
  const cache = new CodeCache();
  const at = (index: number) => held({ member: `m${index}` });
  for (let index = 0; index <= ANSWERS_PER_PERSON; index += 1) cache.put('p', at(index));
  expect(cache.find('p', at(0))).toBeUndefined();
  expect(cache.find('p', at(1))).toBeDefined();
});

test('holds no more bytes than it may, however many answers people have', () => {
  const cache = new CodeCache();
  const body = 'x'.repeat(1_000_000);
  const people = Math.ceil(BYTES_HELD / (ANSWERS_PER_PERSON * body.length)) + 5;
  for (let person = 0; person < people; person += 1) {
    for (let at = 0; at < ANSWERS_PER_PERSON; at += 1) {
      cache.put(`${person}`, held({ body, member: `m${at}` }));
      expect(cache.bytes).toBeLessThanOrEqual(BYTES_HELD);
    }
  }
  expect(cache.find('0', held({ member: 'm0' }))).toBeUndefined();
  expect(cache.find(`${people - 1}`, held({ member: 'm0' }))).toBeDefined();
});

test('what is held counts with what lies around it, and no more once it is forgotten', () => {
  const cache = new CodeCache();
  cache.put('p', held());
  cache.put('p', held({ member: 'm' }));
  expect(cache.bytes).toBe(2 * (BODY.length + BYTES_AROUND_ANSWER));
  cache.drop('p');
  expect(cache.bytes).toBe(0);
});

test('a new answer takes the place of the one before', () => {
  const cache = new CodeCache();
  cache.put('p', held({ asOfMs: 1 }));
  cache.put('p', held({ asOfMs: 2 }));
  expect(cache.find('p', held())?.asOfMs).toBe(2);
});

test('forgets one person and no other', () => {
  const cache = new CodeCache();
  for (const person of ['p', 'q']) cache.put(person, held());
  cache.drop('p');
  expect([cache.find('p', held()), cache.find('q', held())]).toEqual([undefined, held()]);
});
