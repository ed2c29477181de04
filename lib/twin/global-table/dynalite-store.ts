import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Stream } from 'node:stream';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import createTable from 'dynalite/actions/createTable';
import dynaliteDatabase from 'dynalite/db';
import type { TableTopology } from '../../topology/topology';
import type { Item } from './replicated-write';
import { type ValueIterator, ValueStream } from './value-stream';

type Done<T = unknown> = (error: Error | null, value?: T) => void;

/** One operation of an atomic batch; values are JSON already. */
export type StoreOperation =
  | {
      readonly type: 'put';
      readonly key: string;
      readonly value: string;
      readonly valueEncoding: 'utf8';
    }
  | { readonly type: 'del'; readonly key: string };

/** A range of keys, as LevelDB takes it. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

/** The LevelDB under dynalite; values are read as JSON. */
export interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  get(key: string): Promise<unknown>;
  batch(operations: readonly StoreOperation[]): Promise<void>;
  iterator(range: KeyRange): { all(): Promise<[string, unknown][]> };
  values(range: KeyRange): ValueIterator;
  clear(range: KeyRange): Promise<void>;
  /** What dynalite calls to read the values of a query or scan. */
  createValueStream(range: KeyRange): Stream;
}

/** Where dynalite keeps the items of one table; every write of an item goes through `put` or `del` under `lock`. */
export interface ItemDb {
  put(key: string, item: Item, done: Done): void;
  get(key: string, done: Done<Item>): void;
  del(key: string, done: Done): void;
  lock(key: string, run: (release: (done: () => void) => () => void) => void): void;
}

interface TableDb {
  awsRegion: string;
  get(name: string, done: Done<Readonly<Record<string, unknown>>>): void;
  put(name: string, table: object, done: Done): void;
}

interface Store {
  readonly db: Level;
  readonly tableDb: TableDb;
  getItemDb(table: string): ItemDb;
}

/** dynalite on disk without a port of its own, with its store open to the global tables. */
export class DynaliteStore {
  private constructor(
    private readonly server: Server,
    private readonly store: Store,
  ) {}

  /** Opens (or makes) the store in `directory`, as the tables of `region`. */
  static async open(directory: string, region: string): Promise<DynaliteStore> {
    const [server, store] = createCapturingStore(directory);
    store.tableDb.awsRegion = region;
    await store.db.open();
    store.db.createValueStream = (range) => new ValueStream(store.db.values(range));
    return new DynaliteStore(server, store);
  }

  get db(): Level {
    return this.store.db;
  }

  itemDb(table: string): ItemDb {
    return this.store.getItemDb(table);
  }

  /** Where an item of a table lies in `db`. */
  static itemKey(table: string, key: string): string {
    return `item-${table}~${key}`;
  }

  /** Answers a DynamoDB request of another server, given as it came: no second port, no copy. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    this.server.emit('request', request, response);
  }

  /** Makes the table unless it is there, and leaves it ACTIVE. */
  async ensureTable(table: TableTopology): Promise<void> {
    const { tableDb } = this.store;
    const existing = await promisify(tableDb.get.bind(tableDb))(table.tableName);
    if (existing?.TableStatus === 'ACTIVE') return this.remember(table.tableName, existing);
    const made = existing ?? (await this.createTable(table));
    // dynalite activates a table by a timer that a kill may forestall.
    const active = { ...made, TableStatus: 'ACTIVE' };
    await promisify(tableDb.put.bind(tableDb))(table.tableName, active);
    this.remember(table.tableName, active);
  }

  async close(): Promise<void> {
    await this.db.close();
  }

  /** Tables do not change while the store is open, so dynalite need not read theirs for every request. */
  private remember(name: string, table: Readonly<Record<string, unknown>>): void {
    const { tableDb } = this.store;
    const get = tableDb.get.bind(tableDb);
    tableDb.get = (asked, done) => (asked === name ? done(null, table) : get(asked, done));
  }

  private async createTable(table: TableTopology): Promise<object> {
    const keys = [table.partitionKey, table.sortKey].filter((name) => name !== undefined);
    const made = await promisify(createTable)(this.store, {
      TableName: table.tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: keys.map((name, at) => ({
        AttributeName: name,
        KeyType: at === 0 ? 'HASH' : 'RANGE',
      })),
    });
    return made?.TableDescription ?? {};
  }
}

/**
 * dynalite makes its store through `db.create` and keeps it to itself. The global tables need it,
 * because only there is a write final: its condition held and the item has its resulting state.
 */
function createCapturingStore(directory: string): [Server, Store] {
  const { create } = dynaliteDatabase;
  let captured: unknown;
  dynaliteDatabase.create = (options) => {
    captured = create(options);
    return captured;
  };
  try {
    const server = dynalite({ path: directory, createTableMs: 0 });
    return [server, captured as Store];
  } finally {
    dynaliteDatabase.create = create;
  }
}
