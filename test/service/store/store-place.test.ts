import { storePlace } from '../../../service/store/store-place';

const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

const names = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB'] as const;

afterEach(() => {
  for (const name of names) delete process.env[name];
});

test.each([
  ['ap-southeast-1', 'dynamodb.ap-southeast-1.amazonaws.com'],
  ['cn-north-1', 'dynamodb.cn-north-1.amazonaws.com.cn'],
])('the store of %s is where its partition has it', async (region, host) => {
  expect(await storePlace(region, identity)).toEqual({ origin: `https://${host}`, host });
});

test.each(names)('%s says where it is instead', async (name) => {
  process.env[name] = 'http://127.0.0.1:4566';
  const place = { origin: 'http://127.0.0.1:4566', host: '127.0.0.1:4566' };
  expect(await storePlace('ap-southeast-1', identity)).toEqual(place);
});
