import { pinItem } from '../../../service/degradation/pins';
import type { Level } from '../../../service/degradation/service-level';
import { CONTROL_POLL_SECONDS } from '../../../service/evacuation/control-poller';
import { type TestApp, testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import {
  browserTest,
  CHROMIUM,
  openPhone,
  startChromium,
  type TestBrowser,
  textOn,
  until,
} from './fixtures/chromium';
import { builtPage } from './fixtures/page-server';
import { hasTone } from './fixtures/page-suite';
import { keepScreenshot } from './fixtures/screenshots';

/** So old is the copy in the region when the page asks again. */
const AGE_SECONDS = 180;

let chromium: TestBrowser;
let app: TestApp;
let url: string;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  const clock = new ManualClock(Date.now() - AGE_SECONDS * 1000);
  app = await testApp('citizen', { clock }, { page: builtPage() });
  for (const part of app.parts) part.start();
  url = await app.app.listen({ host: '127.0.0.1', port: 0 });
  chromium = await startChromium();
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  for (const part of app?.parts ?? []) part.stop();
  await app?.app.close();
});

async function pinned(level: Level): Promise<void> {
  const atMs = app.clock.now();
  await app.store.put(pinItem({ name: 'all', level, atMs, by: 'operator', reason: 'drill' }));
  app.clock.advance(CONTROL_POLL_SECONDS);
  await new Promise(setImmediate);
  app.clock.advance(AGE_SECONDS - CONTROL_POLL_SECONDS);
}

browserTest('L4 of the service itself: a copy that is answered says that it is one', async () => {
  const page = await openPhone(chromium);
  const token = await channelToken({ atMs: app.clock.now() });
  await page.goto(`${url}/#channel=suikang&token=${token}`);
  await hasTone(page, 'unknown');
  await pinned(4);
  await page.click('#refresh');
  await until(page, "document.getElementById('notice').innerText !== ''");
  expect(await textOn(page, 'notice')).toBe(
    '由管理人员设置，暂不更新健康码，显示本地区的副本 (3 分钟前)。',
  );
  expect(await textOn(page, 'word')).toBe('暂无结论');
  await keepScreenshot(page, 'level-4-copy');
  await page.close();
});
