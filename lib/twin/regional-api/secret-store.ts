import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretTopology } from '../../topology/topology';

/** One version of a secret's value; exactly one of the two values is there. */
export interface SecretVersion {
  readonly secretString?: string;
  /** Base64, as on the wire. */
  readonly secretBinary?: string;
  readonly createdSec: number;
  readonly stages: readonly string[];
}

/** A secret with its values. */
export interface StoredSecret {
  /** Grows with every change in the primary region; the newest revision wins in a replica. */
  readonly revision: number;
  readonly versions: Readonly<Record<string, SecretVersion>>;
  /** In the primary region: the revision each replica region has confirmed. */
  readonly confirmed: Readonly<Record<string, number>>;
}

const EMPTY: StoredSecret = { revision: 0, versions: {}, confirmed: {} };

/** The secrets of one region, in one JSON file that is replaced as a whole. */
export class SecretStore {
  private lastSave: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly declared: ReadonlyMap<string, SecretTopology>,
    private readonly stored: Map<string, StoredSecret>,
  ) {}

  /** Opens (or makes) the store; only declared secrets exist. */
  static async open(directory: string, secrets: readonly SecretTopology[]): Promise<SecretStore> {
    await mkdir(directory, { recursive: true });
    const file = join(directory, 'secrets.json');
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    const stored = new Map(Object.entries(JSON.parse(text) as Record<string, StoredSecret>));
    return new SecretStore(
      file,
      new Map(secrets.map((secret) => [secret.secretName, secret])),
      stored,
    );
  }

  /** Every declared secret. */
  get declarations(): readonly SecretTopology[] {
    return [...this.declared.values()];
  }

  /** The secret as it stands; empty until a value is put. */
  read(secretName: string): StoredSecret {
    return this.stored.get(secretName) ?? EMPTY;
  }

  /** Replaces a secret; resolves once the file on disk says so. */
  async replace(secretName: string, secret: StoredSecret): Promise<void> {
    this.stored.set(secretName, secret);
    this.lastSave = this.lastSave.catch(() => undefined).then(() => this.save());
    await this.lastSave;
  }

  private async save(): Promise<void> {
    const draft = `${this.file}.new`;
    await writeFile(draft, JSON.stringify(Object.fromEntries(this.stored)));
    // A rename is atomic: a kill leaves the old file or the new one, never a part.
    await rename(draft, this.file);
  }
}
