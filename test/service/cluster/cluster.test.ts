import { execFileSync } from 'node:child_process';
import { Agent, get } from 'node:http';
import { ENVIRONMENT } from '../fixtures/app';
import { CHANNEL_CANARY_BODY } from '../fixtures/canary';
import { KeptConnections } from '../fixtures/kept-connections';
import {
  listening,
  type Program,
  ServiceProcesses,
  said,
  terminate,
} from '../fixtures/service-process';

let processes: ServiceProcesses;

beforeAll(async () => {
  processes = await ServiceProcesses.open();
}, 60_000);
afterEach(() => processes.killAll());
afterAll(() => processes.close());

const WORKERS = 2;

/** Requests at once: fewer than the limiter ever refuses for delay, so that every one has to be served. */
const CONNECTIONS = 5;

function serve(workers: number): Program {
  return processes.serve('citizen', { KAPOK_WORKERS: String(workers) });
}

/** Waits until a message was logged so many times. */
async function logged(program: Program, message: string, times: number): Promise<void> {
  await said(program, new RegExp(`(?:"msg":"${message}"[\\s\\S]*){${times}}`));
}

/** Numbers of the workers that listen, in the order in which they began. */
function listeners({ output }: Program): number[] {
  return linesOf(output.out, 'listening').map(({ worker }) => Number(worker));
}

function linesOf(text: string, message: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line.includes(`"msg":"${message}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The answer of a new connection. */
function answer(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { agent: new Agent() }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject);
  });
}

test('workers share a port; when one is killed the others serve on, and it is replaced', async () => {
  const program = serve(WORKERS);
  const url = await listening(program);
  await logged(program, 'listening', WORKERS);
  expect(listeners(program).sort()).toEqual([1, 2]);
  expect(new Set(linesOf(program.output.out, 'listening').map(({ port }) => port)).size).toBe(1);

  const [victim] = workerPids(program);
  process.kill(Number(victim), 'SIGKILL');
  await logged(program, 'a worker ended', 1);
  for (let times = 0; times < 20; times += 1) {
    expect(await answer(`${url}/regional-health`)).toBe(200);
  }
  await logged(program, 'listening', WORKERS + 1);
  expect(listeners(program).at(-1)).toBe(3);
  expect(linesOf(program.output.out, 'a worker ended')).toMatchObject([
    { level: 'error', signal: 'SIGKILL', workersEnded: 1 },
  ]);

  expect(await terminate(program, 'SIGTERM')).toBe(0);
  expect(linesOf(program.output.out, 'stopped')).toHaveLength(WORKERS);
  expect(program.output.out).toContain('"msg":"every worker has stopped"');
}, 60_000);

/** Process ids of the children of a program. */
function workerPids({ child }: Program): string[] {
  const listing = execFileSync('ps', ['-eo', 'ppid=,pid='], { encoding: 'utf8' });
  return listing
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([ppid]) => ppid === String(child.pid))
    .map(([, pid = '']) => pid);
}

test.each([1, WORKERS])(
  'no request is lost while %d processes are told to end under load',
  async (workers) => {
    const program = serve(workers);
    const url = await listening(program);
    await logged(program, 'listening', workers);
    const load = new KeptConnections(`${url}/channels/suikang/code`, CHANNEL_CANARY_BODY);
    const run = load.run(CONNECTIONS);
    await load.answered(400);

    expect(await terminate(program, 'SIGTERM')).toBe(0);
    const { statuses, lost, closed } = await run;
    expect(lost).toEqual([]);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    // Each connection was told that the answer is its last.
    expect(closed).toBe(CONNECTIONS);
    expect(program.output.out).not.toContain('cut off');
  },
  60_000,
);

test('a stop does not wait for connections on which nothing is said', async () => {
  const program = serve(1);
  const agent = new Agent({ keepAlive: true });
  const url = await listening(program);
  await new Promise((resolve, reject) => {
    get(`${url}/healthz`, { agent }, (response) => response.resume().on('end', resolve)).on(
      'error',
      reject,
    );
  });
  const before = Date.now();
  expect(await terminate(program, 'SIGTERM')).toBe(0);
  expect(Date.now() - before).toBeLessThan(10_000);
  agent.destroy();
}, 60_000);

test('fails with code 1 when no worker can listen', async () => {
  const first = serve(1);
  const { port } = new URL(await listening(first));
  const second = processes.serve('citizen', { KAPOK_WORKERS: '2', PORT: port });

  expect(await second.ended).toBe(1);
  expect(second.output.out).toContain('EADDRINUSE');
  expect(second.output.out).toContain('no worker can be started');
}, 60_000);

test('fails with code 2 and one line, whatever the number of workers', async () => {
  const program = processes.run({ ...ENVIRONMENT, KAPOK_WORKERS: '2', KAPOK_REGION: undefined });

  expect(await program.ended).toBe(2);
  expect(program.output.error.trim()).toBe(
    'KAPOK_CONFIG: the environment is not complete: KAPOK_REGION is missing',
  );
  expect(program.output.out).toBe('');
});
