import { request } from 'node:http';
import { makePeople } from './load-people';
import type { LoadSetup } from './load-protocol';

/** Fields that Node writes itself. */
const OF_NODE = new Set(['date', 'connection', 'keep-alive']);

/** Asks for one code and keeps the bytes of its copy, for a server that sends nothing else. */
export async function sampleAnswer(port: number, setup: LoadSetup) {
  await codeOf(port, setup);
  return codeOf(port, setup);
}

async function codeOf(port: number, setup: LoadSetup) {
  const [line = '', ...fields] = makePeople({ ...setup, people: 1 })
    .requestOf(0, 'code')
    .toString()
    .trim()
    .split('\r\n');
  const [method, path] = line.split(' ');
  const headers = Object.fromEntries(fields.map((field) => field.split(': ', 2)));
  return new Promise<{ headers: string[]; body: string }>((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve({ headers: own(response.rawHeaders), body });
        else reject(new Error(`the service answers ${response.statusCode}: ${body}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

function own(raw: readonly string[]): string[] {
  return raw.filter((_, at) => !OF_NODE.has((raw[at - (at % 2)] ?? '').toLowerCase()));
}
