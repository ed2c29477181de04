import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { encode } from 'uqr';
import { createKeyRing } from '../../../service/credential/key-ring';
import { signPaper } from '../../../service/paper/paper-token';
import { FORMER_AFTER_MS } from '../../../service/web/client/verifier-model';
import { SECRETS } from '../fixtures/secrets';
import {
  browserTest,
  CHROMIUM,
  openPhone,
  startChromium,
  type TestBrowser,
  textOn,
  until,
} from './fixtures/chromium';
import { codeAnswer } from './fixtures/code-answers';
import { builtPage, type ServedPage, startPage } from './fixtures/page-server';
import { hasTone } from './fixtures/page-suite';
import { keepScreenshot } from './fixtures/screenshots';

let served: ServedPage;
let chromium: TestBrowser;
let held: string;
const folder = mkdtempSync(join(tmpdir(), 'kapok-camera-'));

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  served = await startPage(builtPage());
  held = (await codeAnswer({ colour: 'yellow' })).credential;
  const camera = join(folder, 'camera.y4m');
  writeFileSync(camera, film(held));
  chromium = await startChromium([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${camera}`,
  ]);
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await served?.close();
  rmSync(folder, { recursive: true });
});

/** A film of one picture, a QR code held in front of the camera, in the plainest format there is. */
function film(text: string): Buffer {
  const [width, height, module] = [640, 640, 6];
  const { size, data } = encode(text, { ecc: 'L', border: 4 });
  const luma = Buffer.alloc(width * height, 235);
  const offset = Math.floor((width - size * module) / 2);
  for (let y = 0; y < size * module; y += 1) {
    for (let x = 0; x < size * module; x += 1) {
      const dark = data[Math.floor(y / module)]?.[Math.floor(x / module)];
      if (dark) luma[(y + offset) * width + x + offset] = 16;
    }
  }
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`),
    frame,
    frame,
  ]);
}

async function opened(language: 'zh-CN' | 'en-GB' = 'zh-CN'): Promise<Page> {
  const page = await openPhone(chromium, { language });
  await page.goto(`${served.url}verifier`);
  await until(page, "/刚刚|just now/.test(document.getElementById('trust').innerText)");
  return page;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`document.getElementById('text').value = ${JSON.stringify(text)}`);
  await page.click('#paste button');
}

browserTest(
  'a pasted code is judged by the published keys: colour, word and masked name',
  async () => {
    const page = await opened();
    await paste(page, (await codeAnswer({ colour: 'red' })).credential);
    await until(page, "document.getElementById('card').dataset.tone === 'red'");
    expect(await textOn(page, 'word')).toBe('红码');
    expect(await textOn(page, 'name')).toBe('张**');
    expect(await textOn(page, 'warnings')).toContain('未绑定手机');
    await keepScreenshot(page, 'verifier-red');
    await page.close();
  },
);

browserTest('a code that holds no longer is refused without any colour', async () => {
  const page = await opened('en-GB');
  const old = await codeAnswer({ atMs: Date.now() - 7_200_000, validSec: 3_600 });
  await paste(page, old.credential);
  await until(page, "document.getElementById('card').dataset.tone === 'refused'");
  expect(await textOn(page, 'word')).toBe('Expired');
  await keepScreenshot(page, 'verifier-expired');
  await paste(page, `${old.credential.slice(0, -8)}AAAAAAAA`);
  await until(page, "document.getElementById('word').innerText === 'Forged or damaged'");
  await paste(page, 'hello');
  await until(page, "document.getElementById('word').innerText === 'Not a health code'");
  await page.close();
});

browserTest('every scan is to be noticed, even of a code that is judged the same', async () => {
  const page = await opened();
  const { credential } = await codeAnswer({ colour: 'green' });
  const shown = () =>
    page.evaluate(
      "['scanned', 'said'].map((id) => document.getElementById(id).textContent).concat(document.getElementById('card').dataset.scan)",
    ) as Promise<string[]>;
  await paste(page, credential);
  await hasTone(page, 'green');
  const first = await shown();
  expect(first[0]).toMatch(/^扫码时间 \d\d:\d\d:\d\d$/);
  expect(first[1]).toMatch(/^绿码, 张\*\*, 扫码时间 \d\d:\d\d:\d\d$/);
  expect(await page.evaluate('document.getAnimations().length')).toBe(1);
  await page.evaluate('globalThis.clockOffMs += 1000');
  await paste(page, credential);
  await until(page, `document.getElementById('said').textContent !== '${first[1]}'`);
  const second = await shown();
  for (const [index, text] of second.entries()) expect(text).not.toBe(first[index]);
  await page.close();
});

browserTest('after ten seconds a verdict is the former one, and new input clears it', async () => {
  const page = await opened('en-GB');
  await paste(page, (await codeAnswer({ colour: 'green' })).credential);
  await hasTone(page, 'green');
  expect(await textOn(page, 'former')).toBe('');
  await page.evaluate(`globalThis.clockOffMs += ${FORMER_AFTER_MS}`);
  await until(page, "document.getElementById('card').dataset.former === 'true'");
  expect(await textOn(page, 'former')).toBe('This is the former verdict; scan again');
  await keepScreenshot(page, 'verifier-former');
  await page.type('#text', 'x');
  expect(await page.$eval('#card', (card) => card.getClientRects().length)).toBe(0);
  await page.close();
});

browserTest('nothing moves at a gate that asked for less motion', async () => {
  const page = await opened();
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await paste(page, (await codeAnswer()).credential);
  await hasTone(page, 'green');
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  await page.close();
});

browserTest('a paper code is told from what is no health code at all', async () => {
  const page = await opened('en-GB');
  const keyRings = { ring: await createKeyRing(SECRETS.signingKeys) };
  const iat = Math.floor(Date.now() / 1000);
  const paper = { ref: 'AAAA', iat, exp: iat + 86_400 };
  await paste(page, await signPaper(paper, { keyRings, issuer: 'https://code.code.example.org' }));
  await until(page, "document.getElementById('word').innerText === 'Paper code'");
  expect(await textOn(page, 'verdict')).toBe('This is a paper code: have staff look it up.');
  await keepScreenshot(page, 'verifier-paper');
  await page.close();
});

browserTest('the camera reads a code, with a decoder that is loaded only then', async () => {
  const page = await opened();
  const decoders = () => served.door.countOf('qr-decoder');
  expect(decoders()).toBe(0);
  await page.click('#camera');
  await until(page, "document.getElementById('card').dataset.tone === 'yellow'", 20_000);
  expect(await textOn(page, 'word')).toBe('黄码');
  expect(decoders()).toBe(1);
  await keepScreenshot(page, 'verifier-camera');
  await page.click('#camera');
  expect(await page.$eval('#video', (video) => video.getClientRects().length)).toBe(0);
  await page.close();
});

browserTest(
  'without a network it verifies with what it has stored, and says how old that is',
  async () => {
    const page = await opened();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await until(page, 'navigator.serviceWorker.controller !== null');
    await page.reload();
    await until(page, "/刚刚/.test(document.getElementById('trust').innerText)");
    await page.evaluateOnNewDocument(
      '{ const real = Date.now; Date.now = () => real() + 180000; }',
    );
    const { credential } = await codeAnswer({ colour: 'green' });
    await served.door.close();
    await page.reload();
    await paste(page, credential);
    await until(page, "document.getElementById('card').dataset.tone === 'green'");
    expect(await textOn(page, 'trust')).toMatch(/公钥\s+3 分钟前\s+失效名单\s+\d+ 分钟前/);
    await keepScreenshot(page, 'verifier-offline');
    await page.close();
  },
);
