import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationServer } from './cloudformation-server';

const folder = mkdtempSync(join(tmpdir(), 'kapok-server-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pythonInstalled(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}

test.each([
  ['that says nothing, once its time is up', 'import time; time.sleep(600)', 500],
  ['that ends, with what it said', 'import sys; sys.exit("no moto")', 30_000],
])('fails with a server %s', async (_, source, deadlineMs) => {
  if (!pythonInstalled()) {
    console.info('skipped: python3 is not installed');
    return;
  }
  const program = join(folder, 'server.py');
  writeFileSync(program, source);
  const said = source.includes('no moto') ? /before it listened: no moto/ : /before it listened/;

  await expect(CloudFormationServer.start({ program, deadlineMs })).rejects.toThrow(said);
});

test('knows the port that the server chose', async () => {
  if (!pythonInstalled()) {
    console.info('skipped: python3 is not installed');
    return;
  }
  const program = join(folder, 'server.py');
  const line = ' * Running on http://127.0.0.1:43210';
  writeFileSync(
    program,
    `import sys, time\nprint("${line}", file=sys.stderr, flush=True)\ntime.sleep(600)`,
  );
  const server = await CloudFormationServer.start({ program });

  expect(server.port).toBe(43210);
  await server.stop();
});
