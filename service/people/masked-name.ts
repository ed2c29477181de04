/** Hidden characters shown at most, so that a long name does not fill the line. */
const MOST_HIDDEN = 3;

/** A name with all but its first character hidden; masking a masked name changes nothing. */
export function maskedName(name: string): string | undefined {
  const [first, ...rest] = [...name.normalize('NFC').trim()];
  if (first === undefined) return undefined;
  return first + '*'.repeat(Math.min(Math.max(rest.length, 1), MOST_HIDDEN));
}
