import type { Page } from 'puppeteer-core';
import { browserTest, textOn, until } from './fixtures/chromium';
import { hasTone, PageSuite, settled } from './fixtures/page-suite';
import { type DoorAnswer, refusal } from './fixtures/region-door';
import { keepScreenshot } from './fixtures/screenshots';

const suite = new PageSuite();
const PATH = '/channels/suikang/appeals';

beforeEach(() => {
  suite.served.script.code = (asked) =>
    asked.url?.includes('member=m1')
      ? { colour: 'red', name: '李*', more: { appeal: `${PATH}?member=m1` } }
      : { colour: 'yellow' };
  suite.served.script.family = () => ({
    body: { members: [{ id: 'm1', name: '李*', relation: 'child' }] },
  });
});

async function written(text: string): Promise<Page> {
  const page = await settled(await suite.opened('yellow', { size: [390, 844] }));
  await until(page, "!document.getElementById('family').hidden");
  await page.click('#appeal');
  await page.select('#appeal-form select', 'wrong-stay');
  await page.type('#appeal-form textarea', text);
  return page;
}

const send = (page: Page) => page.click('#appeal-form button');

function said(page: Page, text: string): Promise<void> {
  return until(page, `document.getElementById('appeal-result').innerText === '${text}'`);
}

const focused = (page: Page) => page.evaluate('document.activeElement.id');

browserTest('an appeal says what is wrong, and is sent once', async () => {
  const appeals: unknown[] = [];
  suite.served.script.appeal = (body, path) => {
    appeals.push([path, body]);
    return { body: { state: 'stored' } };
  };
  const page = await written('当天我在家');
  const expanded = () => page.$eval('#appeal', (button) => button.getAttribute('aria-expanded'));
  expect(await expanded()).toBe('true');
  await keepScreenshot(page, 'yellow-appeal');
  await send(page);
  await said(page, '申诉已提交');
  const appeal = {
    recordId: expect.stringMatching(/^[0-9a-f]{32}$/),
    appealedAt: expect.stringMatching(/Z$/),
    reasonId: 'wrong-stay',
    text: '当天我在家',
  };
  expect(appeals).toEqual([[PATH, appeal]]);
  expect(await expanded()).toBe('false');
  expect(await focused(page)).toBe('appeal');
  await page.click('#language');
  expect(await textOn(page, 'appeal-result')).toBe('Your appeal was sent');
  await page.close();
});

browserTest(
  'a draft is not carried to another person, whose appeal goes to its own path',
  async () => {
    const paths: string[] = [];
    suite.served.script.appeal = (_, path) => {
      paths.push(path);
      return { body: { state: 'stored' } };
    };
    const page = await written('本人');
    await page.click('[data-person=m1]');
    await hasTone(page, 'red');
    expect(await page.$eval('#appeal-form', (form) => form.getClientRects().length)).toBe(0);
    await page.click('#appeal');
    expect(await page.$eval('#appeal-text', (text) => (text as { value?: string }).value)).toBe('');
    await page.type('#appeal-form textarea', '孩子当天在家');
    await send(page);
    await said(page, '申诉已提交');
    expect(paths).toEqual([`${PATH}?member=m1`]);
    await page.click('[data-person=self]');
    await hasTone(page, 'yellow');
    expect(await textOn(page, 'appeal-result')).toBe('');
    await page.close();
  },
);

browserTest('what came of one person’s appeal is not said beside another’s code', async () => {
  let answer: (answer: DoorAnswer) => void = () => undefined;
  suite.served.script.appeal = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const page = await written('本人');
  await send(page);
  await until(page, "document.querySelector('#appeal-form button').ariaDisabled === 'true'");
  await page.click('[data-person=m1]');
  await hasTone(page, 'red');
  answer({ body: { state: 'stored' } });
  await until(page, "document.querySelector('#appeal-form button').ariaDisabled === null");
  expect(await textOn(page, 'appeal-result')).toBe('');
  await page.close();
});

browserTest('fails with what to correct, or with a time for another try', async () => {
  const field = (name: string) => ({
    status: 400,
    body: { error: { code: 'KAPOK_FIELD_INVALID', field: name } },
  });
  suite.served.script.appeal = () => field('text');
  const page = await written('本人');
  await send(page);
  await said(page, '请用不超过500字说明情况，勿填写证件号码');
  expect(await focused(page)).toBe('appeal-text');
  expect(await page.$eval('#appeal-text', (text) => text.getAttribute('aria-invalid'))).toBe(
    'true',
  );
  await keepScreenshot(page, 'appeal-refused');
  suite.served.script.appeal = () => field('appealedAt');
  await send(page);
  await said(page, '手机时间不准，请校准后再提交');
  suite.served.script.appeal = () => refusal(503, 'KAPOK_STORE_UNAVAILABLE', 30);
  await send(page);
  await said(page, '暂时无法提交，请稍后再试');
  expect(await page.$eval('#appeal-text', (text) => (text as { value?: string }).value)).toBe(
    '本人',
  );
  await page.close();
});
