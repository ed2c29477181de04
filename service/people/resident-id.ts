/** Weights of positions 1 to 17 (GB 11643-1999, ISO 7064 MOD 11-2): 2^(18 - position) mod 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Indexed by the weighted sum modulo 11. */
const CHECK_CHARACTERS = '10X98765432';

/** First two digits of GB/T 2260; 81 to 83 are residence permits of Hong Kong, Macau and Taiwan. */
const PROVINCES = new Set(
  [
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46',
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83',
  ].flatMap((codes) => codes.split(' ')),
);

const FORM = /^\d{17}[\dX]$/;

/** The eighteenth character to seventeen digits. */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return CHECK_CHARACTERS[sum % 11] as string;
}

/** Full-width characters, spaces and a small x are how people type it. */
export function normaliseResidentId(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

/**
 * What keeps a normalised text from being a resident-ID number, if anything does. It filters typing
 * errors and crude enumeration; it proves no person.
 */
export function residentIdProblem(number: string, nowMs: number): string | undefined {
  if (!FORM.test(number)) return 'must have 17 digits and a digit or X';
  if (!PROVINCES.has(number.slice(0, 2))) return 'must begin with the code of a province';
  if (!isBirthday(number.slice(6, 14), nowMs)) return 'must hold a date of birth';
  if (checkCharacter(number) !== number[17]) return 'has a wrong check digit';
  return undefined;
}

/** The same of a residence card of foreigners since 2023: it begins with 9, the check is the same. */
export function residencePermitProblem(number: string, nowMs: number): string | undefined {
  if (!FORM.test(number)) return 'must have 17 digits and a digit or X';
  if (number[0] !== '9') return 'must begin with 9';
  if (!isBirthday(number.slice(6, 14), nowMs)) return 'must hold a date of birth';
  if (checkCharacter(number) !== number[17]) return 'has a wrong check digit';
  return undefined;
}

/** Whether any eighteen characters of a text are a number of one of both cards. */
export function containsResidentId(text: string, nowMs: number): boolean {
  const normal = normaliseResidentId(text);
  for (let at = 0; at + 18 <= normal.length; at += 1) {
    const number = normal.slice(at, at + 18);
    const problem = number[0] === '9' ? residencePermitProblem : residentIdProblem;
    if (problem(number, nowMs) === undefined) return true;
  }
  return false;
}

function isBirthday(digits: string, nowMs: number): boolean {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6, 8));
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  // A day ahead of UTC it may be tomorrow in China; the standard's own example is born in 1880.
  return exists && year >= 1850 && date.getTime() <= nowMs + 86_400_000;
}
