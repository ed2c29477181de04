import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

let program: ChildProcess | undefined;
afterEach(async () => {
  if (program?.exitCode === null && program.kill()) await once(program, 'exit');
});

test('the page and the verifier are shown on this machine, for a person with a green code', async () => {
  const script = resolve(__dirname, 'show-page.ts');
  const started = spawn(process.execPath, ['--import', 'tsx', script]);
  program = started;
  let said = '';
  for await (const chunk of started.stdout) {
    said += chunk;
    if (said.includes('Ctrl-C')) break;
  }
  const addressOf = (name: string) => said.match(new RegExp(`^${name} +(\\S+)$`, 'm'))?.[1] ?? '';
  for (const name of ['page', 'verifier', 'openapi']) {
    expect([name, (await fetch(addressOf(name))).status]).toEqual([name, 200]);
  }
  const page = new URL(addressOf('page'));
  const token = new URLSearchParams(page.hash.slice(1)).get('token');
  const code = await fetch(`${page.origin}/channels/suikang/code`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await code.json()).toMatchObject({ colour: 'green', test: { result: 'negative' } });
}, 60_000);
