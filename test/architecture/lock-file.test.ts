import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolved?: string;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

const { packages } = JSON.parse(
  readFileSync(resolve(__dirname, '../../package-lock.json'), 'utf8'),
) as LockFile;

describe('package-lock.json', () => {
  test('names no place to download from', () => {
    const resolved = Object.values(packages).flatMap((entry) => entry.resolved ?? []);

    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(resolved).toEqual([]);
  });

  test('holds the binaries of every platform, so that it installs on all of them', () => {
    const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !locked.has(name));

    expect(missing).toEqual([]);
  });
});
