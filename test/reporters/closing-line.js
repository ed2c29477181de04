const { writeSync } = require('node:fs');

const STDERR = 2;

/** Ends a test run with one plain line that says how many tests ran. */
class ClosingLine {
  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no failed test of its own.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const line = `${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`;
    process.once('exit', () => writeSync(STDERR, `\n${line}\n`));
  }
}

module.exports = ClosingLine;
