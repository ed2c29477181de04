// The parts of dynalite, and of its inside, that the global tables stand on; it ships no types.

declare module 'dynalite' {
  function dynalite(options: {
    readonly path?: string;
    readonly createTableMs?: number;
  }): import('node:http').Server;
  export = dynalite;
}

declare module 'dynalite/db' {
  const database: { create(options: object): unknown };
  export = database;
}

declare module 'dynalite/actions/createTable' {
  function createTable(
    store: object,
    table: object,
    done: (error: Error | null, made?: { TableDescription: object }) => void,
  ): void;
  export = createTable;
}
