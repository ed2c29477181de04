import { runPublish } from './publish-command';

void runPublish(process.argv.slice(2), {
  nowMs: Date.now(),
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
