import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type BuildOptions, buildSync, transformSync } from 'esbuild';
import { projectFile } from './project-root';

/** Folder of the bundle that holds what phones load. */
export const PAGE_FOLDER = 'web';

/** Characters of a file's digest in its name: a file of another content has another address. */
const DIGEST_LENGTH = 10;

/** Oldest browsers that run it: the web views of mini-programs of 2020. */
const BROWSERS = 'es2020';

/** The files by the path under which they are served, `index.html` standing for the folder itself. */
type Files = Map<string, Uint8Array>;

/**
 * Builds the page, the verifier's page and the service worker from `service/web/client` into a folder.
 * Files that other files name carry a digest in their names and may be kept for ever.
 */
export function buildPage(folder: string): void {
  const files: Files = new Map();
  const icon = addAsset(files, 'icon.svg', source('icon.svg'));
  const manifest = source('manifest.webmanifest').toString().replace('icon.svg', icon);
  const names = {
    'icon.svg': icon,
    'manifest.webmanifest': addAsset(files, 'manifest.webmanifest', Buffer.from(manifest)),
    'page.js': addAsset(files, 'page.js', program('page.ts')),
  };
  files.set('index.html', document('page.html', names));
  addVerifier(files, names);
  files.set('sw.js', serviceWorker(files, names));
  write(folder, files);
}

function addVerifier(files: Files, names: Readonly<Record<string, string>>): void {
  // Large, and only needed where the browser itself reads no QR codes.
  const decoder = addAsset(files, 'qr-decoder.js', program('qr-decoder.ts', { format: 'esm' }));
  const define = { KAPOK_DECODER: JSON.stringify(decoder) };
  const verifier = addAsset(files, 'verifier.js', program('verifier.ts', { define }));
  files.set('verifier.html', document('verifier.html', { ...names, 'verifier.js': verifier }));
}

/** Its version is the digest of all it serves, so that any change of the page replaces what phones keep. */
function serviceWorker(files: Files, names: Readonly<Record<string, string>>): Uint8Array {
  const all = Buffer.concat([...files.values()]);
  const define = {
    KAPOK_VERSION: JSON.stringify(digest(all)),
    KAPOK_SHELL: JSON.stringify(['/', ...Object.values(names)]),
  };
  return program('service-worker.ts', { define });
}

function program(entry: string, more: BuildOptions = {}): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [projectFile('service', 'web', 'client', entry)],
    absWorkingDir: projectFile(),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: BROWSERS,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...more,
    external: ['/assets/*'],
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** HTML with its styles inside and its files named as they are served. */
function document(file: string, names: Readonly<Record<string, string>>): Uint8Array {
  const html = source(file)
    .toString()
    .replace(
      /<link rel="stylesheet" href="([\w.-]+)">/g,
      (_, sheet) => `<style>${style(sheet)}</style>`,
    )
    .replace(
      /(href|src)="([\w.-]+)"/g,
      (_, attribute, name) => `${attribute}="${named(names, name)}"`,
    );
  return Buffer.from(html);
}

function named(names: Readonly<Record<string, string>>, name: string): string {
  const path = names[name];
  if (path === undefined) throw new Error(`the page names ${name}, which is not built`);
  return path;
}

function style(sheet: string): string {
  const css = source('base.css').toString() + source(sheet).toString();
  return transformSync(css, {
    loader: 'css',
    minify: true,
    target: BROWSERS,
    charset: 'utf8',
  }).code.trim();
}

function addAsset(files: Files, name: string, content: Uint8Array): string {
  const extension = extname(name);
  const path = `assets/${name.slice(0, -extension.length)}.${digest(content)}${extension}`;
  files.set(path, content);
  return `/${path}`;
}

function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, DIGEST_LENGTH);
}

function source(file: string): Buffer {
  return readFileSync(projectFile('service', 'web', 'client', file));
}

function write(folder: string, files: Files): void {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  for (const [path, content] of files) writeFileSync(join(folder, path), content);
}
