import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** A rehearsal in a process group of its own, with a temporary folder of its own. */
class RunningRehearsal {
  stderr = '';
  private readonly command: ChildProcess;
  private readonly ended: Promise<unknown[]>;

  constructor(
    readonly temporary: string,
    moment: string,
    act: (group: number) => void,
  ) {
    this.command = spawn(
      process.execPath,
      ['--import', 'tsx', 'bin/kapok.ts', 'rehearse', '--people', '100'],
      {
        cwd: ROOT,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'pipe'],
        // A group of its own, as a terminal gives it, whose processes can be counted afterwards.
        detached: true,
      },
    );
    this.ended = once(this.command, 'exit');
    this.command.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const isMoment = !this.stderr.includes(moment) && (this.stderr + text).includes(moment);
      this.stderr += text;
      if (isMoment) act(this.group);
    });
  }

  get group(): number {
    return this.command.pid ?? 0;
  }

  async exitCode(): Promise<unknown> {
    return (await this.ended)[0];
  }

  /** What is left of it: processes of its group and folders of its own. */
  left(): readonly string[] {
    const folders = readdirSync(this.temporary).filter((name) => name.startsWith('kapok-'));
    return [...folders, ...processesOf(this.group)];
  }
}

/** Process ids and command lines of a process group. */
function processesOf(group: number): string[] {
  const lines = execFileSync('ps', ['-eo', 'pgid=,pid=,stat=,args='], { encoding: 'utf8' });
  return lines.split('\n').filter((line) => {
    const [pgid, , state = ''] = line.trim().split(/\s+/);
    return Number(pgid) === group && !state.startsWith('Z');
  });
}

describe('kapok rehearse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-interruption-'));
  const temporary = () => mkdtempSync(join(folder, 'tmp-'));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // The moments differ in what runs: nothing yet, half the processes, all of them, the crowd.
  test.each([
    ['before anything runs', 'synthesising'],
    ['while the regions boot', 'booting every region'],
    ['while the first facts are sent', 'ingesting'],
    ['while the morning is replayed', 'replaying the morning'],
  ])(
    'interrupted %s ends with exit code 130 and leaves nothing behind',
    async (_, moment) => {
      const rehearsal = new RunningRehearsal(temporary(), moment, (group) =>
        process.kill(-group, 'SIGINT'),
      );

      expect(await rehearsal.exitCode()).toBe(130);
      expect(rehearsal.stderr).toContain('KAPOK_INTERRUPTED');
      expect(rehearsal.stderr).not.toMatch(/\n\s+at /);
      expect(rehearsal.left()).toEqual([]);
    },
    90_000,
  );

  test('ends with exit code 3 and leaves nothing behind when one of its processes is killed', async () => {
    const rehearsal = new RunningRehearsal(temporary(), 'replaying the morning', (group) => {
      const service = processesOf(group).find((line) => line.includes('main.js'));
      process.kill(Number(service?.trim().split(/\s+/)[1]), 'SIGKILL');
    });

    expect(await rehearsal.exitCode()).toBe(3);
    expect(rehearsal.stderr).toMatch(
      /error KAPOK_TWIN_PROCESS_DIED: \w+ instance \S+ ended with SIGKILL/,
    );
    expect(rehearsal.stderr).not.toMatch(/\n\s+at /);
    expect(rehearsal.left()).toEqual([]);
  }, 90_000);

  test('removes what a killed run has left', async () => {
    const own = temporary();
    // No process has this id: Linux and macOS give none above 4,194,304.
    const abandoned = join(own, 'kapok-99999999-abc');
    mkdirSync(abandoned);
    writeFileSync(join(abandoned, 'secrets.json'), '{}');

    const rehearsal = new RunningRehearsal(own, 'synthesising', (group) =>
      process.kill(-group, 'SIGINT'),
    );

    expect(await rehearsal.exitCode()).toBe(130);
    expect(rehearsal.left()).toEqual([]);
  }, 90_000);
});
