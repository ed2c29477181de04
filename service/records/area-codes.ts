/**
 * First two digits of GB/T 2260: 23 provinces, 5 autonomous regions, 4 municipalities, and Hong Kong
 * (81) and Macau (82).
 */
const PROVINCES: ReadonlySet<string> = new Set(
  [
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46',
    '50 51 52 53 54 61 62 63 64 65 71 81 82',
  ].flatMap((codes) => codes.split(' ')),
);

/** Taiwan, Hong Kong and Macau have no districts of their own in the standard. */
const WITHOUT_DISTRICTS: ReadonlySet<string> = new Set(['71', '81', '82']);

/**
 * Whether six digits can name where somebody stayed. A whole province cannot; a city can, because
 * some have no districts (Dongguan, 441900).
 */
export function isAreaCode(text: string): boolean {
  if (!/^\d{6}$/.test(text)) return false;
  const [province, city, district] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)];
  if (!PROVINCES.has(province)) return false;
  return city === '00' ? district === '00' && WITHOUT_DISTRICTS.has(province) : true;
}
