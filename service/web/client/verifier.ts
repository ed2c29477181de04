import { OfflineVerifier } from '../verify/offline-verifier';
import { openKept } from './browser-kept';
import { CameraReader } from './camera-reader';
import { findElement, make, setChildren, setText } from './elements';
import { isPaperCode } from './paper-code';
import { Preferences } from './preferences';
import { PublishedTrust, REFRESH_MS } from './published-trust';
import { claimsOf } from './qr-text';
import { type Scan, trustLines, verdictModel } from './verifier-model';
import { isVerifierText, verifierText } from './verifier-texts';

/** The same code held in front of the camera is judged again after this long. */
const SAME_TEXT_MS = 3_000;

const kept = openKept('localStorage');
const preferences = new Preferences(kept, navigator.languages);
const trust = new PublishedTrust(kept, Date.now);
const issuer = document.querySelector<HTMLMetaElement>('meta[name=kapok-issuer]')?.content ?? '';
let scan: Scan | undefined;
let scans = 0;
let last = { text: '', atMs: 0 };

const camera = new CameraReader(findElement<HTMLVideoElement>('video'), (text) => {
  const nowMs = Date.now();
  const isSame = text === last.text && nowMs - last.atMs < SAME_TEXT_MS;
  if (!isSame) void judge(text);
});

async function judge(text: string): Promise<void> {
  const nowMs = Date.now();
  last = { text, atMs: nowMs };
  clear();
  const { stored } = trust;
  setText('hint', stored === undefined ? verifierText(preferences.language, 'noKeys') : '');
  if (stored === undefined) return;
  const verifier = await OfflineVerifier.open(stored, { issuer, nowMs });
  const verdict = await verifier.verify(text, nowMs);
  // Meanwhile the next code may have been scanned.
  if (last.atMs !== nowMs || last.text !== text) return;
  const isPaper = verdict.state === 'malformed' && isPaperCode(text);
  scan = { verdict, isPaper, atMs: nowMs };
  scans += 1;
  findElement('card').dataset.scan = scans % 2 === 0 ? 'even' : 'odd';
  show();
  const { word, name, scanned } = verdictModel(scan, nowMs, preferences.language);
  // With the time in it, so that an equal verdict is read out as well.
  findElement('said').textContent = [word, name, scanned].filter(Boolean).join(', ');
}

/** What was found out about the code before must not stand beside the next one. */
function clear(): void {
  scan = undefined;
  show();
}

function show(): void {
  const { language } = preferences;
  const nowMs = Date.now();
  const { stored } = trust;
  const { iat } = (claimsOf(stored?.revocations ?? '') ?? {}) as { readonly iat?: number };
  const listAtMs = iat === undefined ? undefined : iat * 1000;
  const terms = ({ label, text }: { label: string; text: string }) => [
    make('dt', label),
    make('dd', text),
  ];
  setChildren('trust', trustLines(stored, listAtMs, nowMs, language).flatMap(terms));
  setText('offline', navigator.onLine ? '' : verifierText(language, 'offline'));
  const card = findElement('card');
  card.hidden = scan === undefined;
  if (scan === undefined) return;
  const model = verdictModel(scan, nowMs, language);
  card.dataset.tone = model.tone;
  card.dataset.former = String(model.former !== '');
  setText('scanned', model.scanned);
  setText('former', model.former);
  setText('word', model.word);
  setText('name', model.name);
  setText('verdict', model.text);
  setChildren('lines', model.lines.flatMap(terms));
  setChildren(
    'warnings',
    model.warnings.map((warning) => make('li', warning)),
  );
  findElement('warnings').hidden = model.warnings.length === 0;
}

function showTexts(): void {
  const { language, isLarge } = preferences;
  document.documentElement.classList.toggle('large', isLarge);
  findElement('large').setAttribute('aria-pressed', String(isLarge));
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const id = element.dataset.text ?? '';
    if (isVerifierText(id)) element.textContent = verifierText(language, id);
  }
  findElement('video').setAttribute('aria-label', verifierText(language, 'picture'));
  const label = camera.isOn ? 'cameraStop' : 'camera';
  findElement('camera').textContent = verifierText(language, label);
  document.title = verifierText(language, 'title');
}

async function switchCamera(): Promise<void> {
  setText('hint', '');
  clear();
  if (camera.isOn) camera.stop();
  else {
    await camera.start().catch(() => {
      camera.stop();
      setText('hint', verifierText(preferences.language, 'cameraFailed'));
    });
  }
  findElement('video').hidden = !camera.isOn;
  showTexts();
}

async function keepFresh(): Promise<void> {
  if (document.visibilityState === 'visible') await trust.refresh();
  show();
  setTimeout(() => void keepFresh(), REFRESH_MS * (0.5 + Math.random()));
}

findElement('camera').addEventListener('click', () => void switchCamera());
findElement('paste').addEventListener('submit', (event) => {
  event.preventDefault();
  void judge(findElement<HTMLTextAreaElement>('text').value.trim());
});
findElement('text').addEventListener('input', clear);
findElement('large').addEventListener('click', () => {
  preferences.switchSize();
  showTexts();
});
findElement('language').addEventListener('click', () => {
  preferences.switchLanguage();
  showTexts();
  show();
});
window.addEventListener('online', () => void trust.refresh().then(show));
window.addEventListener('offline', show);
showTexts();
show();
void keepFresh();
setInterval(show, 1_000);
window.addEventListener('load', () => void navigator.serviceWorker?.register('/sw.js'));
