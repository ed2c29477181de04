import type { Language } from './texts';

/** What the verifier's page says besides verdicts, in Chinese and in English. */
const TEXTS = {
  title: ['健康码核验', 'Verify a health code'],
  camera: ['使用摄像头', 'Use the camera'],
  cameraStop: ['关闭摄像头', 'Stop the camera'],
  cameraFailed: ['无法使用摄像头，请粘贴内容', 'The camera cannot be used; paste the text instead'],
  paste: ['或粘贴二维码内容', 'Or paste what the QR code says'],
  verify: ['核验', 'Verify'],
  large: ['大字', 'Large text'],
  scanned: ['扫码时间', 'Scanned at'],
  former: ['这是上一次的结果，请重新扫码', 'This is the former verdict; scan again'],
  paper: ['纸质健康码', 'Paper code'],
  paperText: ['这是纸质健康码，请由工作人员代查。', 'This is a paper code: have staff look it up.'],
  language: ['English', '中文'],
  picture: ['摄像头画面', 'Picture of the camera'],
  keys: ['公钥', 'Keys'],
  list: ['失效名单', 'Revoked codes'],
  missing: ['没有，请联网打开一次', 'none yet; open this page once with a network'],
  offline: ['离线核验', 'Offline'],
  green: ['绿码', 'Green'],
  yellow: ['黄码', 'Yellow'],
  red: ['红码', 'Red'],
  unknown: ['暂无结论', 'Not known'],
  valid: ['有效', 'Valid'],
  expired: ['已过期', 'Expired'],
  revoked: ['已失效', 'Revoked'],
  'old-picture': ['旧画面', 'Old picture'],
  'bad-proof': ['不是本机', 'Another phone'],
  unbound: ['不是本机', 'Without its phone'],
  'not-yet': ['尚未生效', 'Not yet valid'],
  'bad-signature': ['伪造或损坏', 'Forged or damaged'],
  'unknown-key': ['密钥未知', 'Key not known'],
  'other-issuer': ['其他机构', 'Another issuer'],
  malformed: ['不是健康码', 'Not a health code'],
  asOf: ['数据截至', 'As of'],
  validUntil: ['可核验至', 'Verifies until'],
  noKeys: [
    '还没有公钥，无法核验。请联网打开本页一次。',
    'There are no keys yet, so nothing can be verified. Open this page once with a network.',
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** A text of the verifier's page. */
export function verifierText(language: Language, id: keyof typeof TEXTS): string {
  return TEXTS[id][language === 'zh' ? 0 : 1];
}

/** Whether the page has a text of this name. */
export function isVerifierText(id: string): id is keyof typeof TEXTS {
  return id in TEXTS;
}
