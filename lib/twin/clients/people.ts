/** A made-up person: a well-formed resident number that was drawn, not looked up. */
export interface SyntheticPerson {
  readonly idType: '10';
  readonly idNumber: string;
}

/** Weights of positions 1 to 17 (GB 11643-1999): 2^(18 - position) mod 11. */
const WEIGHTS = Array.from({ length: 17 }, (_, index) => 2 ** (17 - index) % 11);
const CHECK_CHARACTERS = '10X98765432';

/** Guangzhou's division code; every synthetic person is registered there. */
const DIVISION = '440100';
const FIRST_BIRTHDAY_MS = Date.UTC(1930, 0, 1);
const DAY_MS = 86_400_000;
/** 1930-01-01 + 25,000 days is in June 1998. */
const BIRTHDAYS = 25_000;

/** The `index`th synthetic person; every index gives another number. */
export function syntheticPerson(index: number): SyntheticPerson {
  const birthday = new Date(FIRST_BIRTHDAY_MS + (index % BIRTHDAYS) * DAY_MS)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  const sequence = String((Math.floor(index / BIRTHDAYS) % 999) + 1).padStart(3, '0');
  const first17 = `${DIVISION}${birthday}${sequence}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return { idType: '10', idNumber: `${first17}${CHECK_CHARACTERS[sum % 11]}` };
}
