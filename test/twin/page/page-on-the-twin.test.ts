import type { Page } from 'puppeteer-core';
import { ASKS_BURST, ASKS_REFILL_MS } from '../../../service/web/client/code-desk';
import { EXTRAS_BURST, EXTRAS_REFILL_MS } from '../../../service/web/client/panel-desk';
import {
  OTHER_TRIES_BURST,
  OTHER_TRIES_REFILL_MS,
} from '../../../service/web/client/region-client';
import { browserTest, CHROMIUM, textOn, until } from '../../service/web/fixtures/chromium';
import { hasTone, settled } from '../../service/web/fixtures/page-suite';
import { keepScreenshot } from '../../service/web/fixtures/screenshots';
import { PageTwin } from './page-twin';
import { RequestTally } from './request-tally';

/** Within this a citizen has a fresh code again, wherever DNS leads. */
const FRESH_WITHIN_MS = 5_000;

/** For so long somebody taps once a second after the region was lost. */
const TAPPING_MS = 12_000;

/** The code, both panels and the family. */
const ROUTES_ASKED = 4;

let twin: PageTwin;
let phone: Page;

beforeAll(async () => {
  if (CHROMIUM !== undefined) twin = await PageTwin.start();
}, 240_000);
afterAll(() => twin?.stop());

/** The most that a page may ask within a time, from its three budgets. */
function budgetFor(ms: number): number {
  const asks = ASKS_BURST + Math.floor(ms / ASKS_REFILL_MS);
  const elsewhere = OTHER_TRIES_BURST + Math.floor(ms / OTHER_TRIES_REFILL_MS);
  const extras = EXTRAS_BURST + Math.floor(ms / EXTRAS_REFILL_MS);
  return asks + elsewhere + extras;
}

/** Taps, and waits for a code that is newer than an instant; returns when it was there. */
async function freshSince(page: Page, ms: number): Promise<number> {
  await page.click('#refresh');
  const stored = "JSON.parse(localStorage.getItem('kapok.code.self')).asOf";
  await until(page, `Date.parse(${stored}) > ${ms}`);
  return Date.now();
}

function answeredBy(page: Page, region: string): Promise<void> {
  return until(page, `document.getElementById('lines').innerText.includes('${region}')`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

browserTest('the page shows the code, its panels and the family out of the records', async () => {
  phone = await settled(await openedGreen());
  const [home] = twin.doors;
  expect(await textOn(phone, 'word')).toBe('Green');
  expect(await textOn(phone, 'name')).toBe('欧***');
  expect(await textOn(phone, 'test-panel')).toContain('Negative');
  expect(await textOn(phone, 'vaccination-panel')).toContain('No vaccination on record');
  await answeredBy(phone, home?.region ?? '');
  await phone.waitForSelector('#family button:nth-child(2)');
  await keepScreenshot(phone, 'twin-green');
  await phone.click('#family button:nth-child(2)');
  await hasTone(phone, 'unknown');
  expect(await textOn(phone, 'name')).toBe('欧**');
  await keepScreenshot(phone, 'twin-family');
  await phone.click('#family button:nth-child(1)');
  await hasTone(phone, 'green');
  expect(await textOn(phone, 'name')).toBe('欧***');
});

browserTest('its region is killed: the code is fresh within 5 s, within the budget', async () => {
  const [home, other] = twin.doors;
  const tally = await RequestTally.of(phone);
  const beforeMs = Date.now();
  await twin.twin.killRegion(home?.region ?? '');
  const killedMs = Date.now();
  expect((await freshSince(phone, killedMs)) - beforeMs).toBeLessThan(FRESH_WITHIN_MS);
  await hasTone(phone, 'green');
  await answeredBy(phone, other?.region ?? '');
  await keepScreenshot(phone, 'twin-region-killed');

  while (Date.now() - killedMs < TAPPING_MS) {
    await phone.click('#refresh');
    await pause(1_000);
  }
  const { requests, preflights } = tally.since(beforeMs);
  const budget = budgetFor(Date.now() - beforeMs);
  expect(requests).toBeGreaterThan(1);
  expect(requests).toBeLessThanOrEqual(budget);
  // Whether another region may be asked is asked once for each route.
  expect(preflights).toBeLessThanOrEqual(ROUTES_ASKED);
});

browserTest('the region returns: who opens the page now is led there again', async () => {
  const [home] = twin.doors;
  await twin.twin.restartRegion(home?.region ?? '');
  await twin.waitUntilAcquainted();
  await phone.close();
  phone = await openedGreen();
  await answeredBy(phone, home?.region ?? '');
});

browserTest('its region is gone without a word: the code is fresh within 5 s', async () => {
  const [home, other] = twin.doors;
  if (home !== undefined) home.relay.isSilent = true;
  const beforeMs = Date.now();
  await twin.twin.killRegion(home?.region ?? '');
  expect((await freshSince(phone, Date.now())) - beforeMs).toBeLessThan(FRESH_WITHIN_MS);
  await answeredBy(phone, other?.region ?? '');
});

browserTest('every region is killed: the page says so, and shows its code in colour', async () => {
  await twin.twin.killRegion(twin.doors[1]?.region ?? '');
  await phone.click('#refresh');
  await until(phone, "document.getElementById('notice').innerText.includes('No region answers')");
  expect(await textOn(phone, 'notice')).toContain('the code stored on this phone');
  await hasTone(phone, 'green');
  await phone.reload();
  await hasTone(phone, 'green');
  await until(phone, "document.getElementById('qr').dataset.bound === 'true'");
  await phone.click('#refresh');
  await until(phone, "document.getElementById('notice').innerText.includes('No region answers')");
  await keepScreenshot(phone, 'twin-no-region');
});

/** A phone that has the page for good, and knows every region. */
async function openedGreen(): Promise<Page> {
  const page = await twin.openPage();
  await hasTone(page, 'green');
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  for (const { originName } of twin.doors) {
    await until(page, `localStorage.getItem('kapok.regions').includes('${originName}')`);
  }
  return page;
}
