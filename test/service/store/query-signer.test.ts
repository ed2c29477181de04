import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { QuerySigner } from '../../../service/store/query-signer';
import { runs } from '../fixtures/runs';

const REGION = 'ap-southeast-1';

const word = fc.stringMatching(/^[A-Za-z0-9/+]{8,40}$/);

const identities = fc.record(
  { accessKeyId: word, secretAccessKey: word, sessionToken: word },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);

function requestOf(body: string) {
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.Query',
    host: `dynamodb.${REGION}.amazonaws.com`,
  };
  const [protocol, hostname] = ['https:', headers.host as string];
  return { method: 'POST', protocol, hostname, path: '/', query: {}, headers, body };
}

async function signedBySdk(
  credentials: { accessKeyId: string; secretAccessKey: string },
  body: string,
  signingDate: Date,
) {
  const client = new DynamoDBClient({ region: REGION, credentials });
  const properties = { signingName: 'dynamodb', signingRegion: REGION };
  const scheme = { name: 'sigv4', schemeId: 'aws.auth#sigv4', ...properties };
  const signer = await client.config.signer({ ...scheme, properties } as never);
  const scope = { signingDate, signingRegion: REGION, signingService: 'dynamodb' };
  const { headers } = await signer.sign(requestOf(body) as never, scope);
  client.destroy();
  return headers;
}

test('signs as the SDK does, whoever signs what and when', async () => {
  await fc.assert(
    fc.asyncProperty(
      identities,
      fc.string({ unit: 'binary' }),
      fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      async (identity, body, signingDate) => {
        const signer = new QuerySigner(async () => identity);
        const scope = { signingDate, signingRegion: REGION, signingService: 'dynamodb' };
        const { headers } = await signer.sign(requestOf(body), scope);
        const theirs = await signedBySdk(identity, body, signingDate);
        expect(headers.authorization).toBe(theirs.authorization);
      },
    ),
    { numRuns: runs(30) },
  );
});

test('keeps its key for a day and takes another with another identity', async () => {
  const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'one' };
  let current = identity;
  const signer = new QuerySigner(async () => current);
  const sign = async (signingDate: string) => {
    const scope = { signingDate: new Date(signingDate), signingRegion: REGION };
    return (await signer.sign(requestOf('{}'), scope)).headers.authorization;
  };
  const first = await sign('2022-01-10T00:31:00Z');
  expect(await sign('2022-01-10T00:31:00Z')).toBe(first);
  const next = await sign('2022-01-11T00:31:00Z');
  const theirs = await signedBySdk(identity, '{}', new Date('2022-01-11T00:31:00Z'));
  expect(next).toBe(theirs.authorization);
  current = { ...identity, secretAccessKey: 'two' };
  expect(await sign('2022-01-11T00:31:00Z')).not.toBe(next);
});

test('fails for a body that would be read while it is signed', async () => {
  const signer = new QuerySigner(async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }));
  const request = { ...requestOf(''), body: { pipe: () => {} } };
  await expect(signer.sign(request, {})).rejects.toThrow('only a text or bytes');
});
