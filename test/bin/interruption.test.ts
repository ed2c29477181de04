import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

describe('kapok rehearse, interrupted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-interruption-'));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // The three moments differ in what runs: nothing yet, half the processes, all of them.
  test.each([
    ['before anything runs', 'synthesising'],
    ['while the regions boot', 'booting every region'],
    ['while the first facts are sent', 'ingesting'],
  ])('%s ends with exit code 130 and leaves nothing behind', async (_, moment) => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const command = spawn(process.execPath, ['--import', 'tsx', 'bin/kapok.ts', 'rehearse'], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, as a terminal gives it, whose processes can be counted afterwards.
      detached: true,
    });
    let stderr = '';
    command.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (!stderr.includes(moment) && (stderr + text).includes(moment)) {
        process.kill(-(command.pid ?? 0), 'SIGINT');
      }
      stderr += text;
    });

    const [exitCode] = await once(command, 'exit');

    expect(exitCode).toBe(130);
    expect(stderr).toContain('KAPOK_INTERRUPTED');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(temporary).filter((name) => name.startsWith('kapok-'))).toEqual([]);
    expect(() => process.kill(-(command.pid ?? 0), 0)).toThrow('ESRCH');
  }, 60_000);
});
