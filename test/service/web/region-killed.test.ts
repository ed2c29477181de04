import { generate } from 'selfsigned';
import type { PageFiles } from '../../../service/web/page-files';
import { channelToken } from '../fixtures/callers';
import {
  browserTest,
  CHROMIUM,
  openPhone,
  startChromium,
  type TestBrowser,
  textOn,
  until,
} from './fixtures/chromium';
import { builtPage, ChannelScript, pageApp } from './fixtures/page-server';
import { hasTone } from './fixtures/page-suite';
import { RegionDoor, refusal } from './fixtures/region-door';

const NAMES = ['ap-southeast-1', 'ap-northeast-1'] as const;
const HOME = 'code.code.example.org';
const originOf = (region: string) => `${region}.origin.code.example.org`;

/** Two regions with names of their own, and the page's own name that leads to the first, for ever. */
class TwoRegions {
  private constructor(
    readonly scripts: readonly ChannelScript[],
    readonly doors: readonly RegionDoor[],
    readonly chromium: TestBrowser,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(files: PageFiles): Promise<TwoRegions> {
    const app = await pageApp(files);
    const { cert, private: key } = await generate([{ name: 'commonName', value: HOME }], {
      keySize: 2048,
    });
    const scripts = NAMES.map(() => new ChannelScript());
    const doors: RegionDoor[] = NAMES.map(
      (region, index) =>
        new RegionDoor({
          app,
          region,
          tls: { cert, key },
          script: scripts[index]!.answer,
          regions: () =>
            doors
              .map(
                ({ options, standing }) =>
                  `${options.region}=${originOf(options.region)};${standing}`,
              )
              .join(', '),
        }),
    );
    const ports = await Promise.all(doors.map((door) => door.open()));
    const rules = [
      `MAP ${HOME}:443 127.0.0.1:${ports[0]}`,
      ...NAMES.map((region, index) => `MAP ${originOf(region)}:443 127.0.0.1:${ports[index]}`),
    ];
    const chromium = await startChromium([
      `--host-resolver-rules=${rules.join(', ')}`,
      '--ignore-certificate-errors',
    ]);
    return new TwoRegions(scripts, doors, chromium, async () => {
      await chromium.close();
      await Promise.all(doors.map((door) => door.close()));
      for (const part of app.parts) part.stop();
      await app.app.close();
    });
  }

  async openPage() {
    const page = await openPhone(this.chromium, { language: 'en-GB' });
    const token = await channelToken({ atMs: Date.now() });
    await page.goto(`https://${HOME}/#channel=suikang&token=${token}`);
    await hasTone(page, 'green');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    return page;
  }

  close(): Promise<void> {
    return this.stop();
  }
}

let files: PageFiles;
let regions: TwoRegions;

beforeEach(async () => {
  if (CHROMIUM === undefined) return;
  files ??= builtPage();
  regions = await TwoRegions.start(files);
}, 60_000);
afterEach(() => regions?.close());

const POST = 'POST /channels/suikang/code';

describe.each(['closed', 'silent'] as const)(
  'while the page is open its region dies, %s',
  (how) => {
    browserTest('the code is fresh within 5 s from another region, whatever DNS says', async () => {
      const page = await regions.openPage();
      const [dead, other] = regions.doors;
      if (how === 'closed') await dead?.close();
      else if (dead !== undefined) dead.state = 'silent';
      const killedMs = Date.now();
      regions.scripts[1]!.code = () => ({ colour: 'yellow' });
      await page.click('#refresh');
      await hasTone(page, 'yellow');
      const tookMs = Date.now() - killedMs;
      expect(tookMs).toBeLessThan(5_000);
      expect(other?.countOf(POST)).toBe(1);

      // It stays with the region that answered.
      const asked = dead?.countOf(POST);
      await page.click('#refresh');
      await until(page, "document.getElementById('asof').innerText.includes('just now')");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(dead?.countOf(POST)).toBe(asked);
      expect(other?.countOf(POST)).toBe(2);
      // The browser remembers that the other region may be asked.
      expect(other?.countOf('OPTIONS /channels/suikang/code')).toBe(1);
      await page.close();
    });

    browserTest('the page itself opens again, and has a fresh code within 5 s', async () => {
      const page = await regions.openPage();
      const [dead] = regions.doors;
      if (how === 'closed') await dead?.close();
      else if (dead !== undefined) dead.state = 'silent';
      regions.scripts[1]!.code = () => ({ colour: 'red' });
      // Somebody opens it again two minutes later.
      const later = await page.browserContext().newPage();
      await later.evaluateOnNewDocument(
        '{ const real = Date.now; Date.now = () => real() + 120000; }',
      );
      const openedMs = Date.now();
      await later.goto(
        `https://${HOME}/#channel=suikang&token=${await channelToken({ atMs: Date.now() })}`,
      );
      await hasTone(later, 'red');
      expect(Date.now() - openedMs).toBeLessThan(5_000);
      await later.close();
      await page.close();
    });
  },
);

browserTest('an overloaded region keeps its phones, which show what they have', async () => {
  const page = await regions.openPage();
  regions.scripts[0]!.code = () => refusal(503, 'KAPOK_OVERLOAD', 30);
  await page.click('#refresh');
  await until(page, "document.getElementById('notice').innerText.includes('Many people')");
  expect(await textOn(page, 'word')).toBe('Green');
  expect(regions.doors[1]?.asked).toEqual([]);
  await page.close();
});

browserTest('an evacuated region is left with its answer, and not asked again', async () => {
  const page = await regions.openPage();
  const [left, other] = regions.doors;
  if (left !== undefined) left.standing = 'evacuated';
  await page.click('#refresh');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const asked = left?.countOf(POST);
  regions.scripts[1]!.code = () => ({ colour: 'yellow' });
  await page.click('#refresh');
  await hasTone(page, 'yellow');
  expect(left?.countOf(POST)).toBe(asked);
  expect(other?.countOf(POST)).toBe(1);
  await page.close();
});
