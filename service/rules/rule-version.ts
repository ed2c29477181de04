/** Form of a version: the day on which it was written and its number on that day, `2022-01-10.1`. */
export const RULE_VERSION = /^\d{4}-\d{2}-\d{2}\.[1-9]\d{0,2}$/;

/** Orders versions by day, then number: below 0 when `a` is the older one. */
export function compareVersions(a: string, b: string): number {
  const [[dayA, numberA], [dayB, numberB]] = [partsOf(a), partsOf(b)];
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return numberA - numberB;
}

/** First instant, in UTC, of the day that a version names. */
export function versionDay(version: string): number {
  return Date.parse(`${partsOf(version)[0]}T00:00:00Z`);
}

function partsOf(version: string): [day: string, number: number] {
  const [day = '', number = '0'] = version.split('.');
  return [day, Number(number)];
}
