const { writeSync } = require('node:fs');

const STDERR = 2;

// What a test prints that leaves its check out because a tool is missing.
const LEFT_OUT = /^skipped: (.+?)(?: is not installed| not on PATH)?$/;

/** Ends a test run with one plain line that says how many tests ran, and which checks were left out. */
class ClosingLine {
  /** The tools that were missing, once for each check. */
  missing = [];

  onTestResult(_test, { console = [] }) {
    for (const { message } of console ?? []) {
      const [, tools] = LEFT_OUT.exec(message.trim()) ?? [];
      if (tools !== undefined) this.missing.push(tools.split(', '));
    }
  }

  onRunComplete(_contexts, results) {
    const line = this.line(results);
    process.once('exit', () => writeSync(STDERR, `\n${line}\n`));
  }

  line(results) {
    // A suite that could not even be loaded has no failed test of its own.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // A test that leaves its check out passes as far as jest knows.
    const leftOut = this.missing.length;
    const counts = `${results.numPassedTests - leftOut} passed, ${failed} failed, ${results.numPendingTests} skipped`;
    if (leftOut === 0) return counts;
    const tools = [...new Set(this.missing.flat())].sort().join(', ');
    return `${counts}, ${leftOut} checks skipped: ${tools} not installed`;
  }
}

module.exports = ClosingLine;
