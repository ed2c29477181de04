// jose and croner ship ES modules only; jest runs CommonJS, so those packages are transformed too.
const esmOnly = [
  'jose',
  'uqr',
  'qr',
  'http-message-signatures',
  'structured-headers',
  'croner',
  'selfsigned',
  '@peculiar',
  'pkijs',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: false } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  // Runs once before the tests of each file.
  setupFilesAfterEnv: ['<rootDir>/test/seeded-properties.ts'],
  testTimeout: 30_000,
  maxWorkers: 2,
  // Constructs of hundreds of synthesised plans add up to gigabytes; a worker starts afresh before.
  workerIdleMemoryLimit: '1GB',
  // Prints of a single file are kept too, as the closing line counts the checks that were left out.
  verbose: false,
  reporters: ['default', '<rootDir>/test/reporters/closing-line.js'],
};
