import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Folder beside the running program that holds what phones load. */
export const PAGE_FOLDER = 'web';

/** Ways in which a file is ready to be sent, best first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;

/** One of `ENCODINGS`. */
export type Encoding = (typeof ENCODINGS)[number];

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  /** Quoted, as the header has it, without what tells encodings apart. */
  readonly digest: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
  /** Digests of styles that stand in the file itself, as a content security policy lists them. */
  readonly styles: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

const STYLE = /<style>([\s\S]*?)<\/style>/g;

/** The files that phones load, compressed once so that sending one costs a copy. */
export class PageFiles {
  private constructor(private readonly files: ReadonlyMap<string, PageFile>) {}

  /** Reads a folder; undefined when there is none, as beside a program that was started from source. */
  static tryRead(folder: string, issuer: string): PageFiles | undefined {
    let names: string[];
    try {
      names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    } catch {
      return undefined;
    }
    const files = new Map<string, PageFile>();
    for (const name of names) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      const content = readFileSync(join(folder, name));
      const path = name.split('\\').join('/');
      files.set(path, ready(extname(name) === '.html' ? filled(content, issuer) : content, type));
    }
    return new PageFiles(files);
  }

  /** A file by its path in the folder. */
  tryFind(path: string): PageFile | undefined {
    return this.files.get(path);
  }
}

/** The verifier's page knows whose codes it takes. */
function filled(html: Buffer, issuer: string): Buffer {
  return Buffer.from(html.toString().replace('{{issuer}}', issuer));
}

function ready(content: Buffer, type: string): PageFile {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return {
    type,
    digest: createHash('sha256').update(content).digest('base64url').slice(0, 22),
    bodies: {
      br: brotliCompressSync(content, { params }),
      gzip: gzipSync(content, { level: constants.Z_BEST_COMPRESSION }),
      identity: content,
    },
    styles: [...content.toString().matchAll(STYLE)].map(
      ([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    ),
  };
}

/** The best encoding that a request takes; what it says of weights other than 0 is not looked at. */
export function encodingFor(accepted: string | undefined): Encoding {
  const taken = (accepted ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => !/;\s*q=0(\.0*)?$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim());
  return ENCODINGS.find((encoding) => taken.includes(encoding)) ?? 'identity';
}
