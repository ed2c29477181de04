#!/usr/bin/env -S node --import tsx
import { runCommandLine } from './command-line';
import { Interrupted } from './failure';

// The supported Node versions are stated in package.json; the SDK's own notice would be noise here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort(new Interrupted('interrupted')));
}
// Whatever fails out of turn still ends everything that was started before it is reported.
process.on('unhandledRejection', (error) => interrupted.abort(error));
process.on('uncaughtException', (error) => interrupted.abort(error));

void runCommandLine(process.argv.slice(2), {
  signal: interrupted.signal,
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY === true,
  now: new Date(),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
