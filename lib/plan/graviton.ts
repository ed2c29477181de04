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
