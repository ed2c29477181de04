import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { FUZZ_COMMAND } from './fuzz-command';

/** Two thousand are some fifty of each route. */
const REQUESTS = 2_000;

test('no request of any route, however hostile, brings a failure or gives anybody away', async () => {
  // A process of its own: the test runner would swallow a rejection that nobody handles.
  const [program = '', ...args] = [...FUZZ_COMMAND, String(REQUESTS)];
  const fuzz = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => fuzz.on('close', resolve));
  const [said, complaint, code] = await Promise.all([text(fuzz.stdout), text(fuzz.stderr), ended]);
  expect(complaint).toBe('');
  const { requests, problems } = JSON.parse(said);
  expect({ requests, problems, code }).toEqual({ requests: REQUESTS, problems: [], code: 0 });
}, 120_000);
