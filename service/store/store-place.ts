import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';

/** Where the store is. */
export interface StorePlace {
  /** Scheme, host and port. */
  readonly origin: string;
  /** As it stands in the `host` header. */
  readonly host: string;
}

/**
 * Asks the SDK where the store is: environment, profile, account, partition and region decide, and it alone
 * knows how. Nothing is sent: the call ends when its address is known.
 */
export async function storePlace(
  region: string,
  credentials: DynamoDBClientConfig['credentials'],
): Promise<StorePlace> {
  const client = new DynamoDBClient({ region, credentials });
  let place: StorePlace | undefined;
  client.middlewareStack.add(
    () => async (call) => {
      place = placeOf(call.request);
      return { response: undefined, output: { $metadata: {} } };
    },
    { name: 'findPlace', step: 'build', priority: 'low' },
  );
  await client.send(new ListTablesCommand({}));
  client.destroy();
  if (place === undefined) throw new Error('the SDK made a request without an address');
  return place;
}

function placeOf(request: unknown): StorePlace {
  const { protocol, hostname, port } = request as {
    readonly protocol: string;
    readonly hostname: string;
    readonly port?: number;
  };
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return { origin: `${protocol}//${host}`, host };
}
