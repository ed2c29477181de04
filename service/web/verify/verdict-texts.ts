import type { Verdict, Warning } from './verdict';

interface BothLanguages {
  readonly en: string;
  readonly zh: string;
}

/** What each state means to whoever stands at the gate, the same online and offline. */
export const STATE_TEXTS: Readonly<Record<Verdict['state'], BothLanguages>> = {
  valid: { en: 'The code is genuine.', zh: '健康码真实有效。' },
  malformed: { en: 'This is not a health code.', zh: '这不是健康码。' },
  'unknown-key': {
    en: 'The code is signed with a key that is not known here. Fetch the keys and scan again.',
    zh: '签名密钥未知，请更新密钥后重新扫码。',
  },
  'bad-signature': { en: 'The code is forged or damaged.', zh: '健康码系伪造或已损坏。' },
  'other-issuer': { en: 'The code is of another issuer.', zh: '健康码由其他机构签发。' },
  'not-yet': {
    en: 'The code is from the future: one of the two clocks is wrong.',
    zh: '健康码尚未生效，请检查双方设备时间。',
  },
  expired: {
    en: 'The code has expired. Its holder asks for a new one.',
    zh: '健康码已过期，请持码人刷新。',
  },
  revoked: {
    en: 'The code no longer holds. Its holder asks for a new one.',
    zh: '健康码已失效，请持码人刷新。',
  },
  unbound: {
    en: 'The code belongs to a phone and was shown without it.',
    zh: '健康码已绑定手机，须由该手机出示。',
  },
  'bad-proof': {
    en: 'The code belongs to another phone.',
    zh: '健康码属于另一部手机。',
  },
  'old-picture': {
    en: 'The picture is not of this moment: a copy, or a wrong clock. Scan the running code.',
    zh: '图像不是当前画面，可能是截图或设备时间有误，请扫描动态码。',
  },
};

/** What each warning means. */
export const WARNING_TEXTS: Readonly<Record<Warning, BothLanguages>> = {
  'not-bound': {
    en: 'The code is not tied to a phone: compare the running clock.',
    zh: '健康码未绑定手机，请核对动态时钟。',
  },
  'not-fresh': {
    en: 'The colour has not been renewed for a while.',
    zh: '健康码颜色已有一段时间未刷新。',
  },
  'clock-ahead': { en: 'The clock of the phone is ahead.', zh: '手机时间偏快。' },
  'keys-old': { en: 'The stored keys are old. Go online soon.', zh: '本地密钥较旧，请尽快联网。' },
  'revocations-old': {
    en: 'The list of revoked codes is old: codes may have turned red since.',
    zh: '失效名单较旧，其后可能有健康码转红。',
  },
  'revocations-missing': {
    en: 'There is no list of revoked codes: codes may have turned red.',
    zh: '没有失效名单，可能有健康码已转红。',
  },
  replayed: {
    en: 'The same picture was scanned at another place.',
    zh: '同一画面已在另一场所被扫描。',
  },
  'seen-elsewhere': {
    en: 'The code was scanned at another place within the last minute.',
    zh: '该健康码一分钟内在另一场所被扫描。',
  },
  'replay-unchecked': {
    en: 'Whether the code was scanned elsewhere could not be checked.',
    zh: '未能核查该健康码是否在别处被扫描。',
  },
};
