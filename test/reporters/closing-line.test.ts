const ClosingLine = require('./closing-line');

/** The closing line of a run of ten tests that printed this, file by file. */
function lineAfter(...files: readonly (readonly string[] | undefined)[]): string {
  const reporter = new ClosingLine();
  for (const messages of files) {
    const printed = messages?.map((message) => ({ message, type: 'info', origin: '' }));
    reporter.onTestResult({}, { console: printed });
  }
  return reporter.line({
    numPassedTests: 8,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    numPendingTests: 0,
  });
}

test('a run is closed with how many tests passed, and with suites that could not be loaded', () => {
  expect(lineAfter(undefined, [], ['recorded, not made: AWS::IAM::Role'])).toBe(
    '8 passed, 2 failed, 0 skipped',
  );
});

test('a check that is left out for a missing tool has not passed, and the tool is named once', () => {
  expect(
    lineAfter(
      ['skipped: cfn-lint is not installed', 'skipped: cfn-lint is not installed'],
      ['skipped: aws, moto_server not on PATH'],
    ),
  ).toBe(
    '5 passed, 2 failed, 0 skipped, 3 checks skipped: aws, cfn-lint, moto_server not installed',
  );
});
