// The only directions in which modules may import each other; checked by import-arrows.test.ts.

/** Everything of ours but the folders named. */
const oursBut = (...folders) => ({
  path: '^(bin|lib|lambda|service|test)/',
  pathNot: folders.map((folder) => `^${folder}/`),
});

const may = (from, ...folders) => ({
  name: `${from}-imports-only-${folders.map((folder) => folder.replace('lib/', '')).join('-and-')}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: oursBut(...folders),
});

module.exports = {
  forbidden: [
    may('lib/plan', 'lib/plan'),
    may('lib/topology', 'lib/topology'),
    may('lib/policies', 'lib/policies', 'lib/plan', 'lib/topology'),
    may('lib/summary', 'lib/summary', 'lib/policies', 'lib/plan', 'lib/topology'),
    may('lib/constructs', 'lib/constructs', 'lib/plan'),
    may('lib/stacks', 'lib/stacks', 'lib/constructs', 'lib/plan'),
    may('lib/drill', 'lib/drill'),
    may('lib/review', 'lib/review', 'lib/plan', 'lib/topology', 'lib/drill'),
    may('lib/twin', 'lib/twin', 'lib/plan', 'lib/topology', 'lib/drill'),
    may('lambda', 'lambda', 'lib/drill'),
    may('service', 'service'),
    {
      name: 'nothing-imports-bin',
      severity: 'error',
      from: { path: '^(lib|lambda|service)/' },
      to: { path: '^bin/' },
    },
    {
      name: 'aws-cdk-only-in-constructs-stacks-policies-and-bin',
      severity: 'error',
      from: { path: '^(lib|lambda|service)/', pathNot: '^lib/(constructs|stacks|policies)/' },
      to: { path: 'node_modules/(aws-cdk-lib|constructs)/' },
    },
    {
      name: 'lambda-holds-aws-clients-only-in-adapters',
      severity: 'error',
      from: { path: '^lambda/', pathNot: '^lambda/adapters/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(bin|lib|lambda|service)/' },
      to: { circular: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'cdk\\.out' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
