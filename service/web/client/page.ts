import { AppealForm } from './appeal-form';
import { askAddress } from './ask-address';
import { openKept } from './browser-kept';
import { BROWSER_KEY_PAIRS } from './browser-key-pairs';
import { ChannelSession, type KapokChannel, ownerMark } from './channel-session';
import { CodeDesk } from './code-desk';
import { DeviceKeys } from './device-key';
import { findElement, setText } from './elements';
import { readKeptRegions } from './known-regions';
import { appealOf, cardModel } from './page-model';
import { type Chip, showCard, showFamily, showPanel, showTexts } from './page-view';
import { PANELS, PanelDesk, type PanelId } from './panel-desk';
import { panelModel } from './panel-model';
import { PhoneClock } from './phone-clock';
import { Preferences } from './preferences';
import { QrPicture } from './qr-picture';
import { RegionClient } from './region-client';
import { type PersonId, SELF, StoredCodes } from './stored-codes';
import { textOf } from './texts';

const REGIONS = 'kapok.regions';

/** Over this much the phones spread that get their network back together. */
const ONLINE_SPREAD_MS = 2_000;

const kept = openKept('localStorage');
const clock = new PhoneClock(Date.now);
const preferences = new Preferences(kept, navigator.languages);
const codes = new StoredCodes(kept);
const now = () => clock.now();
const after = (ms: number, callback: () => void) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

const session = new ChannelSession({
  fragment: location.hash,
  kept: openKept('sessionStorage'),
  shell: () => (globalThis as { kapokChannel?: KapokChannel }).kapokChannel,
  now,
});
// The token leaves the address before anything else happens: addresses are logged and shared.
if (location.hash !== '') history.replaceState(undefined, '', location.pathname);

const client = new RegionClient({
  ask: askAddress,
  now,
  after,
  random: Math.random,
  known: readKeptRegions(parsed(kept.getItem(REGIONS))),
  onRegions: (known) => kept.setItem(REGIONS, JSON.stringify(known)),
});
const keys = new DeviceKeys({ kept, pairs: BROWSER_KEY_PAIRS, now });
const picture = new QrPicture(keys);
const panels = new PanelDesk({
  client,
  session,
  now,
  after,
  onMembers: (members) => codes.keepFamily(members),
  onChange: () => void show(),
});
const desk = new CodeDesk({
  client,
  session,
  codes,
  clock,
  after,
  random: Math.random,
  device: async (person) => (await keys.current(person))?.name,
  isOnline: () => navigator.onLine,
  isVisible: () => document.visibilityState === 'visible',
  onChange: ({ link, person, shed }) => {
    const drawn = show();
    if (link.kind === 'current') void drawn.then(() => panels.load(person, shed));
  },
});

const appeals = new AppealForm({
  client,
  session,
  now,
  path: () => appealOf(desk.state),
  text: (id) => textOf(preferences.language, id),
});

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** Settles when the picture is drawn. */
function show(): Promise<void> {
  const { state } = desk;
  const { language } = preferences;
  const nowMs = now();
  const clockOff = clock.correctionMs !== 0;
  showCard(cardModel({ state, nowMs, language, clockOff }), language);
  for (const panel of Object.keys(PANELS) as PanelId[]) {
    const panelState = panels.stateOf(panel);
    showPanel(panel, panelModel({ ...state, panel, state: panelState, nowMs, language }));
  }
  showFamily(chips(), state.person, choose);
  return picture
    .show(state.code, nowMs)
    .then(() =>
      setText('qr-hint', textOf(preferences.language, picture.isRunning ? 'qrNew' : 'qrLasting')),
    );
}

function choose(person: PersonId): void {
  if (person !== desk.state.person) appeals.clear();
  desk.show(person);
}

/** Members as the service lists them, or as it last did while it does not answer. */
function chips(): Chip[] {
  const { language } = preferences;
  const members = panels.members ?? codes.family();
  const others = members.map(({ id, name = id, relation }) => ({
    id,
    text: relation === undefined ? name : `${name} · ${textOf(language, `relation-${relation}`)}`,
  }));
  return [{ id: SELF, text: textOf(language, 'me') }, ...others];
}

function showPreferences(): void {
  document.documentElement.classList.toggle('large', preferences.isLarge);
  findElement('large').setAttribute('aria-pressed', String(preferences.isLarge));
  showTexts(preferences.language);
}

/** On each full second, so that the clock never skips one. */
function tick(): void {
  if (document.visibilityState === 'visible') void show();
  setTimeout(tick, 1000 - (now() % 1000));
}

function listen(): void {
  findElement('refresh').addEventListener('click', () => desk.refresh());
  findElement('language').addEventListener('click', () => {
    preferences.switchLanguage();
    showPreferences();
    void show();
  });
  findElement('large').addEventListener('click', () => {
    preferences.switchSize();
    showPreferences();
    void show();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') desk.show(desk.state.person);
  });
  // A train leaves a tunnel with a thousand phones.
  window.addEventListener('online', () =>
    after(Math.random() * ONLINE_SPREAD_MS, () => desk.refresh()),
  );
  window.addEventListener('offline', () => desk.networkLost());
  window.addEventListener('resize', () => void show());
}

async function open(): Promise<void> {
  showPreferences();
  listen();
  const opened = await session.token();
  if (opened !== undefined) codes.belongTo(await ownerMark(opened));
  desk.show(SELF);
  tick();
  if ('serviceWorker' in navigator) {
    // After the code: what it fetches must not stand in its way.
    window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'));
    if (document.readyState === 'complete') void navigator.serviceWorker.register('/sw.js');
  }
}

void open();
