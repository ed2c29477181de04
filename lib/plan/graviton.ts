/**
 * Instance families with Graviton processors, as `aws-cdk-lib/aws-ec2` 2.276 lists them; a test compares
 * the two, so a new family fails there until it is added here.
 */
export const GRAVITON_FAMILIES: readonly string[] = [
  'a1',
  'c6g',
  'c6gd',
  'c6gn',
  'c7g',
  'c7gd',
  'c7gn',
  'c8g',
  'c8gd',
  'c8gn',
  'g5g',
  'hpc7g',
  'i4g',
  'i8g',
  'i8ge',
  'im4gn',
  'is4gen',
  'm6g',
  'm6gd',
  'm7g',
  'm7gd',
  'm8g',
  'm8gd',
  'm9g',
  'r6g',
  'r6gd',
  'r7g',
  'r7gd',
  'r8g',
  'r8gb',
  'r8gd',
  'r8gn',
  't4g',
  'x2g',
  'x2gd',
  'x8g',
];

/** Form of an instance type of one of these families, large enough for the service. */
export const GRAVITON_TYPE_PATTERN = new RegExp(
  `^(?:${GRAVITON_FAMILIES.join('|')})\\.(?:medium|large|(?:\\d+)?xlarge|metal(?:-\\d+xl)?)$`,
);

/** vCPUs of the sizes below `xlarge`; `xlarge` has 4 and each multiple of it as many times more. */
const SMALL_SIZES: Readonly<Record<string, number>> = { medium: 1, large: 2 };
const XLARGE_VCPUS = 4;

/** Burstable instances differ in memory and credits; up to `large` all have the same. */
const BURSTABLE_FAMILIES: readonly string[] = ['t4g'];
const BURSTABLE_VCPUS = 2;

/** What a whole machine has where its size states no number: the largest virtual size of its family. */
const METAL_XLARGES: Readonly<Record<string, number>> = { a1: 4, g5g: 16 };
const USUAL_METAL_XLARGES = 16;

/** vCPUs of an instance type of a family with Graviton processors, which have one per core. */
export function vcpusOf(instanceType: string): number {
  const [family = '', size = ''] = instanceType.split('.');
  const small = SMALL_SIZES[size];
  if (small !== undefined) return BURSTABLE_FAMILIES.includes(family) ? BURSTABLE_VCPUS : small;
  const times = /(\d*)xl(?:arge)?$/.exec(size)?.[1];
  if (times === undefined) return XLARGE_VCPUS * (METAL_XLARGES[family] ?? USUAL_METAL_XLARGES);
  return XLARGE_VCPUS * (times === '' ? 1 : Number(times));
}
