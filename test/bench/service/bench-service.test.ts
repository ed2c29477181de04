import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchPart } from './bench-row';

const ROOT = join(__dirname, '../../..');

/** It starts a dozen processes, one after the other, on a machine that runs other tests. */
const PATIENCE_MS = 180_000;

test(
  'a short run measures every part and says of each target whether it holds',
  async () => {
    const command = ['--import', 'tsx', join(__dirname, 'bench-service.ts'), '--quick', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      cwd: ROOT,
      maxBuffer: 16 * 1_024 * 1_024,
    });
    const { parts } = JSON.parse(stdout) as { parts: BenchPart[] };
    expect(parts.map(({ title }) => title)).toEqual([
      'one core, side by side',
      expect.stringContaining('memory over'),
      expect.stringContaining('3 x capacity'),
      expect.stringContaining('10 x its share'),
    ]);
    const rows = parts.flatMap((part) => part.rows);
    for (const { figure } of rows) expect(figure).not.toMatch(/NaN|Infinity|undefined/);
    const demanded = rows.filter(({ target }) => target !== undefined);
    expect(demanded.length).toBeGreaterThanOrEqual(11);
    for (const { holds } of demanded) expect(typeof holds).toBe('boolean');
  },
  PATIENCE_MS,
);
