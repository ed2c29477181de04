import { browserTest, openPhone, textOn, until } from './fixtures/chromium';
import { codeAnswer } from './fixtures/code-answers';
import { hasTone, PageSuite, settled } from './fixtures/page-suite';
import { refusal } from './fixtures/region-door';
import { keepScreenshot } from './fixtures/screenshots';

const suite = new PageSuite();

describe('each colour has a word and a shape of its own, never the colour alone', () => {
  const colours = [
    ['green', '绿码', 'Green'],
    ['yellow', '黄码', 'Yellow'],
    ['red', '红码', 'Red'],
    ['unknown', '暂无结论', 'Not known'],
  ] as const;

  for (const [colour, zh, en] of colours) {
    browserTest(colour, async () => {
      suite.served.script.code = () => ({ colour });
      const page = await settled(await suite.opened(colour));
      expect(await textOn(page, 'word')).toBe(zh);
      expect(await textOn(page, 'name')).toBe('张**');
      const shapes = await page.$$eval('.shape g', (groups) =>
        groups
          .filter((group) => group.getClientRects().length > 0)
          .map((group) => group.classList.value),
      );
      expect(shapes).toEqual([colour]);
      await keepScreenshot(page, `${colour}-zh`);
      await page.click('#language');
      expect(await textOn(page, 'word')).toBe(en);
      await keepScreenshot(page, `${colour}-en`);
      await page.close();
    });
  }
});

browserTest('every code that is not green says why, the way out and how to appeal', async () => {
  suite.served.script.code = () => ({ colour: 'yellow' });
  const page = await settled(await suite.opened('yellow', { size: [390, 844] }));
  const said = await textOn(page, 'lines');
  expect(said).toContain('近14天内曾到访风险地区');
  expect(said).toContain('间隔24小时以上');
  expect(said).toContain('1 / 2');
  expect(said).toContain('请避免聚集');
  expect(await textOn(page, 'appeal')).toBe('我要申诉');
  await page.close();
});

browserTest('the token leaves the address at once, and the clock runs by the second', async () => {
  const page = await suite.opened('green');
  expect(page.url()).toBe(suite.served.url);
  const first = await textOn(page, 'clock');
  await until(page, `document.getElementById('clock').innerText !== '${first}'`, 3_000);
  expect(first).toMatch(/^\d\d:\d\d:\d\d$/);
  await page.close();
});

describe('each level of the ladder is explained', () => {
  browserTest('L1: the vaccination panel is off, says why and until when', async () => {
    const until1 = new Date(Date.now() + 5 * 60_000).toISOString();
    suite.served.script.headers = {
      'x-kapok-level': '1',
      'x-kapok-panels': JSON.stringify([
        { panel: 'vaccination', state: 'off', reason: 'overload', until: until1 },
      ]),
    };
    const page = await settled(await suite.opened('green', { size: [390, 844] }));
    const note = await textOn(page, 'vaccination-note');
    expect(note).toMatch(
      /^仅显示随健康码附带的摘要，访问量大，优先保障亮码，预计恢复 \d\d:\d\d。不影响健康码。$/,
    );
    expect(await textOn(page, 'notice')).toBe('访问量大，优先保障亮码，接种信息仅显示摘要。');
    expect(suite.served.door.countOf('me/vaccinations')).toBe(0);
    await keepScreenshot(page, 'level-1');
    await page.close();
  });

  browserTest('L2: of tests only the summary beside the code is left', async () => {
    suite.served.script.headers = {
      'x-kapok-level': '2',
      'x-kapok-panels': JSON.stringify([
        { panel: 'vaccination', state: 'off', reason: 'overload' },
        { panel: 'test', state: 'summary', reason: 'overload' },
      ]),
    };
    const page = await settled(await suite.opened('green', { size: [390, 844] }));
    expect(await textOn(page, 'test-lines')).toContain('阴性 · 24 小时内');
    expect(await textOn(page, 'test-note')).toContain('仅显示随健康码附带的摘要');
    expect(suite.served.door.countOf('me/')).toBe(1);
    await keepScreenshot(page, 'level-2');
    await page.close();
  });

  browserTest('L3: a code out of a copy says how old the copy is', async () => {
    const slow = { panel: 'test', state: 'summary', reason: 'store' };
    const panels = JSON.stringify([slow]);
    suite.served.script.headers = { 'x-kapok-level': '3', 'x-kapok-panels': panels, age: '240' };
    suite.served.script.code = () => ({ atMs: Date.now() - 240_000 });
    const page = await settled(await suite.opened('green'));
    expect(await textOn(page, 'notice')).toMatch(/记录读取缓慢，显示本地区的副本 \(4 分钟前\)/);
    await keepScreenshot(page, 'level-3');
    await page.close();
  });

  browserTest('L4: a refused refresh leaves the stored code in its colour', async () => {
    suite.served.script.code = () => ({ atMs: Date.now() - 120_000 });
    const page = await settled(await suite.opened('green'));
    suite.served.script.code = () => refusal(503, 'KAPOK_SHOW_STORED', 40);
    await page.click('#refresh');
    await until(page, "document.getElementById('notice').innerText.includes('存的健康码')");
    expect(await textOn(page, 'notice')).toContain('系统暂时无法读取您的记录');
    expect(await textOn(page, 'word')).toBe('绿码');
    await page.click('#refresh');
    await page.click('#refresh');
    // The refusal said to wait, and so the page waits.
    expect(suite.served.door.countOf('POST /channels/suikang/code')).toBe(2);
    await keepScreenshot(page, 'level-4');
    await page.close();
  });

  browserTest('L4 with nothing stored says what to do instead', async () => {
    suite.served.script.code = () => refusal(503, 'KAPOK_SHOW_STORED', 40);
    const page = await openPhone(suite.chromium, { language: 'en-GB' });
    await page.goto(await suite.served.opened());
    await until(page, "document.getElementById('instead').innerText !== ''");
    expect(await textOn(page, 'instead')).toContain('paper code');
    expect(await textOn(page, 'notice')).toContain('Your records cannot be read');
    await keepScreenshot(page, 'level-4-nothing-stored');
    await page.close();
  });

  browserTest('a panel that is refused by itself says so, and the code stays', async () => {
    suite.served.script.vaccinations = () => refusal(503, 'KAPOK_PANEL_OFF', 60);
    const page = await settled(
      await suite.opened('green', { language: 'en-GB', size: [390, 844] }),
    );
    expect(await textOn(page, 'vaccination-note')).toMatch(
      /^Only the summary that came with the code is shown. Codes go first. Expected back \d\d:\d\d. Your code is not affected.$/,
    );
    await keepScreenshot(page, 'panel-off-en');
    await page.close();
  });
});

browserTest('a family member is shown by name, with a code of their own', async () => {
  suite.served.script.family = () => ({
    body: {
      members: [
        { id: 'm1', name: '张*', relation: 'child' },
        { id: 'm2', name: '张*', relation: 'parent' },
      ],
    },
  });
  suite.served.script.code = (asked) =>
    asked.url?.includes('member=m1') ? { colour: 'yellow', name: '张*' } : {};
  const page = await settled(await suite.opened('green'));
  await until(page, "!document.getElementById('family').hidden");
  await page.click('[data-person=m1]');
  await hasTone(page, 'yellow');
  expect(await page.$eval('[data-person=m1]', (chip) => chip.getAttribute('aria-pressed'))).toBe(
    'true',
  );
  expect(await textOn(page, 'family')).toMatch(/本人\s*张\* · 子女\s*张\* · 父母/);
  expect(suite.served.door.countOf('/code?member=m1')).toBe(1);
  await settled(page);
  await keepScreenshot(page, 'family');
  await page.close();
});

browserTest('fails to show a code of somebody else as that of a family member', async () => {
  suite.served.script.family = () => ({ body: { members: [{ id: 'm1', name: '张*' }] } });
  suite.served.script.code = async () => ({ body: await codeAnswer() });
  const page = await suite.opened('green');
  await until(page, "!document.getElementById('family').hidden");
  await page.click('[data-person=m1]');
  await hasTone(page, 'none');
  await until(page, "document.getElementById('notice').innerText !== ''");
  await page.close();
});

browserTest('large text stays for the next visit, and fits the narrowest phone', async () => {
  const page = await settled(await suite.opened('green'));
  await page.click('#large');
  await page.reload();
  await until(page, "document.documentElement.classList.contains('large')");
  await hasTone(page, 'green');
  await settled(page);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await keepScreenshot(page, 'large');
  await page.close();
});

browserTest('dark phones get a dark page with the same card', async () => {
  suite.served.script.code = () => ({ colour: 'red' });
  const page = await settled(await suite.opened('red', { dark: true, size: [390, 844] }));
  await keepScreenshot(page, 'dark-red');
  await page.close();
});

browserTest('another person’s code that is stored on the phone is not shown', async () => {
  const page = await settled(await suite.opened('green'));
  suite.served.script.code = () => refusal(503, 'KAPOK_OVERLOAD', 30);
  await page.goto('about:blank');
  await page.goto(await suite.served.opened({ sub: '10:440524188001010014' }));
  await until(page, "document.getElementById('notice').innerText !== ''");
  expect(await page.$eval('#card', (card) => card.getAttribute('data-tone'))).toBe('none');
  await page.close();
});

browserTest(
  'fails to renew with a token that has ended, keeps the code and says what to do',
  async () => {
    const page = await settled(await suite.opened('green'));
    suite.served.script.code = () => refusal(401, 'KAPOK_TOKEN_EXPIRED');
    await page.click('#refresh');
    await until(page, "document.getElementById('notice').innerText.includes('重新打开')");
    expect(await textOn(page, 'word')).toBe('绿码');
    await keepScreenshot(page, 'open-again');
    await page.close();
  },
);

browserTest('asks the channel’s shell for a new token when one has ended', async () => {
  const page = await openPhone(suite.chromium);
  await page.evaluateOnNewDocument(
    "globalThis.kapokChannel = { name: 'suikang', token: async () => 'token-' + (globalThis.given = (globalThis.given ?? 0) + 1) }",
  );
  suite.served.script.code = (asked) =>
    asked.headers.authorization === 'Bearer token-2' ? {} : refusal(401, 'KAPOK_TOKEN_EXPIRED');
  await page.goto(suite.served.url);
  await hasTone(page, 'green');
  expect(suite.served.door.countOf('POST')).toBe(2);
  await page.close();
});
