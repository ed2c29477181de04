#!/usr/bin/env -S node --import tsx
import { runCommandLine } from './command-line';
import { EXIT, Interrupted } from './failure';

// The supported Node versions are stated in package.json; the SDK's own notice would be noise here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const interrupted = new AbortController();

/** npm passes Ctrl-C on to a process that has had it from the terminal already. */
const SAME_KEY_PRESS_MS = 1_000;
let interruptedAtMs = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const again = interrupted.signal.aborted && Date.now() - interruptedAtMs > SAME_KEY_PRESS_MS;
    // Asked once more: leave at once; children end with their parent.
    if (again) process.exit(EXIT.interrupted);
    interruptedAtMs ||= Date.now();
    interrupted.abort(new Interrupted('interrupted'));
  });
}
// Whatever fails out of turn still ends everything that was started before it is reported.
process.on('unhandledRejection', (error) => interrupted.abort(error));
process.on('uncaughtException', (error) => interrupted.abort(error));

void runCommandLine(process.argv.slice(2), {
  signal: interrupted.signal,
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  now: new Date(),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
