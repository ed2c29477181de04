import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../lib/topology/assembly';
import { assetHash, removeAssemblies, writeAssembly } from './hand-made-assembly';

afterAll(removeAssemblies);

const hash = assetHash('a1');

test('reads stacks with their names, regions and asset folders', () => {
  const directory = writeAssembly([
    { id: 'Data', region: 'eu-west-1', template: {}, assets: { [hash]: ['main.js'] } },
  ]);
  const [stack] = readAssembly(directory).stacks;
  expect(stack).toMatchObject({ id: 'Data', stackName: 'Kapok-test-Data', region: 'eu-west-1' });
  expect(stack?.account).toBeUndefined();
  expect(stack?.assetPaths.get(`${hash}.zip`)).toBe(join(directory, `asset.${hash}`));
});

test('fails on a folder that is no assembly, and says how to make one', () => {
  expect(() => readAssembly('/nonexistent/cdk.out')).toThrow(
    expect.objectContaining({
      code: 'KAPOK_TOPOLOGY_ASSEMBLY',
      exitCode: 3,
      fix: expect.stringContaining('cdk synth'),
    }),
  );
});

test('fails on a template that is not JSON', () => {
  const directory = writeAssembly([{ id: 'Data', region: 'eu-west-1', template: {} }]);
  writeFileSync(join(directory, 'Data.template.json'), 'Resources:');
  expect(() => readAssembly(directory)).toThrow(
    expect.objectContaining({ code: 'KAPOK_TOPOLOGY_ASSEMBLY' }),
  );
});

test('fails on a stack without a region', () => {
  const directory = writeAssembly([{ id: 'Data', region: 'unknown-region', template: {} }]);
  expect(() => readAssembly(directory)).toThrow(
    expect.objectContaining({ got: 'aws://unknown-account/unknown-region' }),
  );
});
