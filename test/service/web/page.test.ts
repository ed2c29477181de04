import {
  browserTest,
  CHROMIUM,
  openPhone,
  startChromium,
  type TestBrowser,
  textOn,
  until,
} from './fixtures/chromium';
import { builtPage, type ServedPage, startPage } from './fixtures/page-server';
import { keepScreenshot } from './fixtures/screenshots';

let served: ServedPage;
let chromium: TestBrowser;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  [served, chromium] = await Promise.all([startPage(builtPage()), startChromium()]);
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

browserTest('opens', async () => {
  const page = await openPhone(chromium);
  page.on('console', (message) => console.log(message.text()));
  page.on('pageerror', (error) => console.log(String(error)));
  await page.goto(await served.opened());
  await until(page, "document.getElementById('card').dataset.tone === 'green'");
  await new Promise((r) => setTimeout(r, 500));
  await keepScreenshot(page, 'green');
  expect(await textOn(page, 'word')).toBe('绿码');
});
