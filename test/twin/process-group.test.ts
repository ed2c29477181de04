import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_WITH_PARENT } from '../../lib/twin/child-process';
import { waitUntil } from '../../lib/twin/condition';
import { ProcessGroup } from '../../lib/twin/process-group';
import type { TwinError } from '../../lib/twin/twin-error';

const folder = mkdtempSync(join(tmpdir(), 'kapok-process-group-'));

afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string) {
  const modulePath = join(folder, `${name}.js`);
  writeFileSync(modulePath, text);
  return { title: name, modulePath, imports: [] };
}

const forever = program('forever', 'setInterval(() => undefined, 1000); console.log("ready");');

function group(faults: TwinError[] = []): ProcessGroup {
  return new ProcessGroup('test region', (error) => faults.push(error));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  await waitUntil(holds, { timeoutMs: 10_000, onTimeout: () => new Error('did not happen') });
}

const ready = (said: unknown) => (said === 'ready' ? true : undefined);

describe('ProcessGroup', () => {
  test('kills every child and counts none afterwards', async () => {
    const faults: TwinError[] = [];
    const processes = group(faults);
    const children = [processes.start(forever), processes.start(forever)];
    await Promise.all(children.map((child) => child.first(ready)));
    const pids = processes.pids;
    expect(pids).toHaveLength(2);

    await processes.killAll();

    expect(pids.some(alive)).toBe(false);
    expect(processes.pids).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('fails to start a child once it has been killed', async () => {
    const processes = group();
    await processes.killAll();

    expect(() => processes.start(forever)).toThrow(
      expect.objectContaining({ code: 'KAPOK_TWIN_PROCESS_DIED' }),
    );
  });

  test('tells of a child that ends unasked, with its last output', async () => {
    const faults: TwinError[] = [];
    const processes = group(faults);

    processes.start(program('crash', 'console.error("no memory left"); process.exit(7);'));
    await until(() => faults.length > 0);

    expect(faults[0]).toMatchObject({
      code: 'KAPOK_TWIN_PROCESS_DIED',
      message: 'crash ended with exit code 7',
      got: 'no memory left',
      exitCode: 3,
    });
  });

  test('fails a wait for a child that dies before it is ready', async () => {
    const child = group().start(program('early', 'process.exit(1)'));

    await expect(child.first(ready)).rejects.toMatchObject({ code: 'KAPOK_TWIN_PROCESS_DIED' });
  });

  test('a line that comes in pieces is heard as one', async () => {
    const processes = group();
    const child = processes.start(
      program(
        'pieces',
        'process.stdout.write("rea"); setTimeout(() => console.log("dy"), 50); setInterval(() => undefined, 1000);',
      ),
    );

    expect(await child.first(ready)).toBe(true);
    await processes.killAll();
  });

  test('a program that knows nothing of the twin ends when its parent is gone', async () => {
    const grandchild = program('grandchild', 'setInterval(() => undefined, 1000);');
    const parent = program(
      'parent',
      `const { fork } = require('node:child_process');
       const child = fork(${JSON.stringify(grandchild.modulePath)}, [], {
         execArgv: ['--import', ${JSON.stringify(EXIT_WITH_PARENT)}],
       });
       child.once('spawn', () => process.send(child.pid));`,
    );
    const processes = group();
    const pid = await processes
      .start(parent)
      .first((said) => (typeof said === 'number' ? said : undefined));
    expect(alive(pid)).toBe(true);

    await processes.killAll();

    await until(() => !alive(pid));
  });
});
