import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildPage } from '../../lib/constructs/page-build';
import { projectFile } from '../../lib/constructs/project-root';

/** All that a phone loads at its first visit has to fit in this, bytes. */
const FIRST_VISIT = 30_000;

const folders: string[] = [];

function built(): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'kapok-page-'));
  folders.push(folder);
  buildPage(folder);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}

let files: Map<string, Buffer>;
beforeAll(() => {
  files = built();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const textOf = (name: string) => files.get(name)?.toString() ?? '';

test('is the same each time, and names no path of the machine that built it', () => {
  expect(built()).toEqual(files);
  for (const [, content] of files) expect(content.toString()).not.toContain(projectFile());
});

test.each([
  ['brotli', brotliCompressSync],
  ['gzip', gzipSync],
])('a first visit with all it loads takes less than 30 kB in %s', (_, compress) => {
  const loaded = [...files].filter(([name]) => !/verifier|qr-decoder/.test(name));
  expect(loaded.map(([name]) => name.replace(/\.\w{10}\./, '.'))).toEqual([
    'assets/icon.svg',
    'assets/manifest.webmanifest',
    'assets/page.js',
    'index.html',
    'sw.js',
  ]);
  const bytes = loaded.reduce((sum, [, content]) => sum + compress(content).length, 0);
  expect(bytes).toBeLessThan(FIRST_VISIT);
});

test('every file that a page names is built, and a page names one script', () => {
  for (const page of ['index.html', 'verifier.html']) {
    const named = [...textOf(page).matchAll(/(?:href|src)="\/([^"]+)"/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThanOrEqual(3);
    for (const path of named) expect([...files.keys()]).toContain(path);
    expect(named.filter((path) => path?.endsWith('.js'))).toHaveLength(1);
  }
});

test('the page works without a network with what the service worker fetches at its first visit', () => {
  const script = /src="([^"]+)"/.exec(textOf('index.html'))?.[1];
  expect(textOf('sw.js')).toContain(`"${script}"`);
  expect(textOf('sw.js')).not.toContain('verifier.');
});

test('the decoder of QR codes is no part of the verifier’s own script', () => {
  const decoder = [...files.keys()].find((name) => name.includes('qr-decoder')) ?? '';
  const verifier = [...files.keys()].find((name) => /assets\/verifier/.test(name)) ?? '';
  expect(textOf(verifier)).toContain(`import("/${decoder}")`);
  expect(files.get(verifier)?.length).toBeLessThan(files.get(decoder)?.length ?? 0);
});
