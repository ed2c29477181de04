import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Page } from 'puppeteer-core';
import { OfflineVerifier } from '../../../service/web/verify/offline-verifier';
import { browserTest, textOn, until } from './fixtures/chromium';
import { hasTone, PageSuite, settled } from './fixtures/page-suite';
import { qrTextOf } from './fixtures/read-picture';
import { keepScreenshot } from './fixtures/screenshots';

const suite = new PageSuite();
const ISSUER = 'https://code.code.example.org';

async function publishedKeys(): Promise<JSONWebKeySet> {
  const answer = await fetch(`${suite.served.url}.well-known/jwks.json`);
  return (await answer.json()) as JSONWebKeySet;
}

/** Waits until the page can open by itself. */
async function workerReady(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await until(page, 'navigator.serviceWorker.controller !== null');
}

browserTest('the QR decoded from the screen verifies against the JWKS alone', async () => {
  const jwks = await publishedKeys();
  const page = await settled(await suite.opened('green'));
  await until(page, "document.getElementById('qr-hint').innerText === '每30秒更新，截图无效'");
  const text = await qrTextOf(suite.chromium, await keepScreenshot(page, 'qr'));
  const [header, payload, signature] = text.split('.');
  const { payload: claims } = await jwtVerify(
    `${header}.${payload}.${signature}`,
    createLocalJWKSet(jwks),
  );
  expect(claims).toMatchObject({ colour: 'green', iss: ISSUER });

  const nowMs = Date.now();
  const verifier = await OfflineVerifier.open(
    { jwks: jwks as never, jwksAtMs: nowMs },
    { issuer: ISSUER, nowMs },
  );
  expect(await verifier.verify(text, nowMs)).toMatchObject({ state: 'valid', colour: 'green' });
  expect(await verifier.verify(text, nowMs + 90_000)).toMatchObject({ state: 'old-picture' });
  await page.close();
});

browserTest('the picture changes with each half minute', async () => {
  const page = await settled(await suite.opened('green'));
  const first = await qrTextOf(suite.chromium, Buffer.from(await page.screenshot()));
  await page.evaluate('globalThis.clockOffMs += 30000');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const second = await qrTextOf(suite.chromium, Buffer.from(await page.screenshot()));
  const epochs = [first, second].map((text) => Number(text.split('.')[3]));
  expect((epochs[1] ?? 0) - (epochs[0] ?? 0)).toBeGreaterThanOrEqual(1);
  await page.close();
});

browserTest(
  'after the first visit it opens with every server gone, in colour, and says so',
  async () => {
    const jwks = await publishedKeys();
    suite.served.script.code = () => ({ atMs: Date.now() - 120_000 });
    const page = await settled(await suite.opened('green'));
    await workerReady(page);
    await suite.served.door.close();
    await page.reload();
    await hasTone(page, 'green');
    await until(page, "document.getElementById('notice').innerText.includes('存的健康码')");
    expect(await textOn(page, 'notice')).toMatch(
      /^各地服务暂无响应，显示的是手机中存的健康码，.*后自动重试。$/,
    );
    expect(await textOn(page, 'asof')).toMatch(/数据截至 \d\d:\d\d · 2 分钟前/);
    expect(await textOn(page, 'validity')).toContain('可核验至');
    const text = await qrTextOf(suite.chromium, await keepScreenshot(page, 'no-region'));
    const verifier = await OfflineVerifier.open(
      { jwks: jwks as never, jwksAtMs: Date.now() },
      { issuer: ISSUER, nowMs: Date.now() },
    );
    expect(await verifier.verify(text, Date.now())).toMatchObject({ state: 'valid' });
    await page.close();
  },
);

browserTest('a phone without a network says that, and asks nothing', async () => {
  suite.served.script.code = () => ({ atMs: Date.now() - 120_000 });
  const page = await settled(await suite.opened('green', { language: 'en-GB' }));
  await workerReady(page);
  const asked = suite.served.door.asked.length;
  await page.setOfflineMode(true);
  await page.click('#refresh');
  await until(page, "document.getElementById('notice').innerText.includes('no network')");
  expect(suite.served.door.asked.length).toBe(asked);
  expect(await textOn(page, 'word')).toBe('Green');
  await keepScreenshot(page, 'offline-en');
  await page.setOfflineMode(false);
  await until(page, "document.getElementById('notice').innerText === ''");
  await page.close();
});

browserTest('a lost network is said at once, however new the code is', async () => {
  const page = await settled(await suite.opened('green'));
  await workerReady(page);
  await page.setOfflineMode(true);
  await until(page, "document.getElementById('notice').innerText !== ''");
  const said = '手机没有网络，显示的是手机中存的健康码，连上网络后自动更新。';
  expect(await textOn(page, 'notice')).toBe(said);
  // The emulation is forgotten by the next document, unlike a phone's airplane mode.
  await page.evaluateOnNewDocument(
    "Object.defineProperty(navigator, 'onLine', { get: () => false })",
  );
  await page.reload();
  await hasTone(page, 'green');
  await until(page, "document.getElementById('notice').innerText !== ''");
  expect(await textOn(page, 'notice')).toBe(said);
  expect(await textOn(page, 'test-note')).toBe(
    '仅显示随健康码附带的摘要，手机没有网络。不影响健康码。',
  );
  await page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2 });
  await keepScreenshot(page, 'offline-reopened');
  await page.close();
});

browserTest('a code past its time loses its colour, with words for it', async () => {
  suite.served.script.code = () => ({ atMs: Date.now() - 3_000_000, validSec: 3_600 });
  const page = await settled(await suite.opened('green'));
  await workerReady(page);
  await page.setOfflineMode(true);
  await page.evaluate('globalThis.clockOffMs += 900000');
  await hasTone(page, 'ended');
  expect(await textOn(page, 'word')).toBe('已失效');
  expect(await textOn(page, 'instead')).toMatch(/不再显示颜色.*出示证件.*索取纸质健康码/);
  expect(await textOn(page, 'notice')).toBe('手机没有网络，连上网络后自动更新。');
  expect(await page.$eval('#picture', (element) => element.getClientRects().length)).toBe(0);
  await keepScreenshot(page, 'expired');
  await page.close();
});

browserTest('answers of the service are never in the caches of the page', async () => {
  const page = await settled(await suite.opened('green'));
  await workerReady(page);
  const cached = (await page.evaluate(
    'caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys())))).then((all) => all.flat().map(({ url }) => new URL(url).pathname))',
  )) as string[];
  expect(cached).toContain('/');
  expect(cached.filter((path) => path !== '/' && !path.startsWith('/assets/'))).toEqual([]);
  const kept = (await page.evaluate('Object.keys(localStorage).sort()')) as string[];
  expect(kept).toEqual([
    'kapok.code.self',
    'kapok.device',
    'kapok.owner',
    'kapok.people',
    'kapok.regions',
  ]);
  const all = (await page.evaluate(
    'JSON.stringify(localStorage) + JSON.stringify(sessionStorage)',
  )) as string;
  expect(all).not.toContain('11010519491231002X');
  await page.close();
});
