import type { Page } from 'puppeteer-core';
import { browserTest, openPhone, textOn, until } from './fixtures/chromium';
import { hasTone, PageSuite, settled } from './fixtures/page-suite';
import { keepScreenshot } from './fixtures/screenshots';

const suite = new PageSuite();

/** Slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

/** A phone of the cheapest kind computes at a quarter of this machine's speed. */
const SLOW_CPU = 4;

/** When the code is to be seen at the latest, ms. */
const OPEN_MS = 1_000;

async function slow(page: Page): Promise<Page> {
  const session = await page.createCDPSession();
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_CPU });
  await page.evaluateOnNewDocument(`new MutationObserver((_, observer) => {
    if (document.getElementById('qr')?.dataset.bound === undefined) return;
    globalThis.codeShownMs = performance.now();
    observer.disconnect();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-bound'] });`);
  return page;
}

/** Best of these many: what else runs on the machine of the test only adds. */
const TRIES = 5;

async function best(measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES && least >= OPEN_MS; tries += 1) {
    least = Math.min(least, await measure());
  }
  return least;
}

/** Milliseconds from the address to the QR on the screen. */
async function openedIn(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await until(page, 'globalThis.codeShownMs !== undefined');
  return (await page.evaluate('globalThis.codeShownMs')) as number;
}

describe('on a slow phone over slow 4G the code is shown in less than a second', () => {
  browserTest('at the very first visit, with the answer over the network', async () => {
    const ms = await best(async () => {
      const page = await slow(await openPhone(suite.chromium));
      const tookMs = await openedIn(page, await suite.served.opened());
      await page.close();
      return tookMs;
    });
    expect(ms).toBeLessThan(OPEN_MS);
  });

  browserTest('at every later visit, with the stored code', async () => {
    const page = await settled(await suite.opened('green'));
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await until(page, 'navigator.serviceWorker.controller !== null');
    await slow(page);
    const ms = await best(() => openedIn(page, suite.served.url));
    expect(ms).toBeLessThan(OPEN_MS);
    await page.close();
  });
});

/** Every text on the page with less contrast to what is behind it than WCAG 2.2, 1.4.3 asks for. */
const FAINT_TEXTS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const [a, b] = [luminance(rgb(style.color)), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(element.textContent + ' ' + ratio.toFixed(2));
  }
  return found;
})()`;

describe.each(['green', 'yellow', 'red', 'unknown'] as const)('a %s page can be read', (colour) => {
  browserTest('by day and by night, with the contrast that WCAG asks for', async () => {
    suite.served.script.code = () => ({ colour });
    suite.served.script.headers = { 'x-kapok-level': '1' };
    for (const dark of [false, true]) {
      const page = await settled(await suite.opened(colour, { dark }));
      expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
      await page.close();
    }
  });
});

browserTest('it can be used without seeing it, and with a keyboard alone', async () => {
  suite.served.script.code = () => ({ colour: 'yellow' });
  suite.served.script.family = () => ({ body: { members: [{ id: 'm1', name: '李*' }] } });
  const page = await settled(await suite.opened('yellow', { language: 'en-GB' }));
  await until(page, "!document.getElementById('family').hidden");
  const tree = JSON.stringify(await page.accessibility.snapshot());
  expect(tree).toMatch(/"role":"image",[^{}]*"name":"QR code, to be scanned at the gate"/);
  expect(tree).toMatch(/"role":"heading",[^{}]*"name":"Health code"/);
  expect(tree).toMatch(/"role":"navigation",[^{}]*"name":"Whose code is shown"/);
  expect(await page.$eval('#word', (word) => word.getAttribute('role'))).toBe('status');
  // A clock that is read out each second would drown everything else.
  expect(await page.$eval('#clock', (clock) => clock.getAttribute('aria-live'))).toBe('off');
  expect(await page.$eval('html', (html) => html.getAttribute('lang'))).toBe('en');
  const reached: string[] = [];
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    reached.push((await page.evaluate('document.activeElement.innerText')) as string);
  }
  expect(reached.map((text) => text.trim())).toEqual([
    'A+ Large text',
    '中文',
    'Me',
    '李*',
    'Refresh',
    'Appeal',
  ]);
  await page.close();
});

/** Everything that is pressed and is lower or narrower than 44 px (WCAG 2.2, 2.5.5). */
const SMALL_TARGETS = `[...document.querySelectorAll('button, select, textarea')]
  .filter((element) => element.getClientRects().length > 0)
  .filter((element) => { const { width, height } = element.getBoundingClientRect(); return width < 44 || height < 44; })
  .map((element) => element.id || element.innerText)`;

/** Buttons whose words stand in more lines than one, and the least distance of the header to an edge. */
const HEADER = `({
  broken: [...document.querySelectorAll('header button')].filter((button) => {
    const range = document.createRange();
    range.selectNodeContents(button);
    const tops = [...range.getClientRects()].filter(({ width }) => width > 1).map(({ bottom }) => bottom);
    return Math.max(...tops) - Math.min(...tops) > 12;
  }).map(({ id }) => id),
  edge: Math.min(...[...document.querySelectorAll('header > *')]
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => element.getBoundingClientRect())
    .flatMap(({ top, left, right }) => [top, left, innerWidth - right])),
  overflow: document.documentElement.scrollWidth - innerWidth,
})`;

for (const path of ['', 'verifier'] as const) {
  for (const language of ['zh-CN', 'en-GB'] as const) {
    browserTest(`in large text /${path} fits 360 px in ${language}`, async () => {
      suite.served.script.code = () => ({ colour: 'yellow' });
      suite.served.script.family = () => ({
        body: { members: [{ id: 'm1', name: '李*', relation: 'child' }] },
      });
      const page = await openPhone(suite.chromium, { language });
      const opened = await suite.served.opened();
      await page.goto(path === '' ? opened : suite.served.url + path);
      if (path === '') await hasTone(page, 'yellow');
      if (path === '') await page.click('#appeal');
      expect(await page.evaluate(SMALL_TARGETS)).toEqual([]);
      await page.click('#large');
      expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe(
        '21px',
      );
      expect(await page.evaluate(SMALL_TARGETS)).toEqual([]);
      const { broken, edge, overflow } = (await page.evaluate(HEADER)) as {
        readonly broken: readonly string[];
        readonly edge: number;
        readonly overflow: number;
      };
      expect(broken).toEqual([]);
      expect(edge).toBeGreaterThanOrEqual(6);
      expect(overflow).toBeLessThanOrEqual(0);
      await page.evaluate('scrollTo(0, 0)');
      await keepScreenshot(page, `large-${path || 'page'}-${language}`);
      await page.close();
    });
  }
}

browserTest('nothing moves for those who asked for less motion', async () => {
  const page = await openPhone(suite.chromium);
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(await suite.served.opened());
  await hasTone(page, 'green');
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  expect(await textOn(page, 'clock')).toMatch(/:/);
  await page.close();
});
