/** A language of the page. */
export type Language = 'zh' | 'en';

/** In Chinese, and in English. */
const TEXTS = {
  title: ['健康码', 'Health code'],
  green: ['绿码', 'Green'],
  yellow: ['黄码', 'Yellow'],
  red: ['红码', 'Red'],
  unknown: ['暂无结论', 'Not known'],
  ended: ['已失效', 'Expired'],
  none: ['暂无健康码', 'No code yet'],
  asking: ['正在获取…', 'Getting your code…'],
  updating: ['正在更新…', 'Updating…'],
  asOf: ['数据截至', 'As of'],
  ago: ['前', 'ago'],
  now: ['刚刚', 'just now'],
  day: ['天', 'd'],
  hour: ['小时', 'h'],
  minute: ['分钟', 'min'],
  second: ['秒', 's'],
  validUntil: ['可核验至', 'Verifies until'],
  rules: ['规则版本', 'Rules'],
  region: ['服务区域', 'Answered by'],
  advice: ['提示', 'Advice'],
  reason: ['原因', 'Why'],
  wayOut: ['如何转码', 'Way out'],
  testsDone: ['已完成检测', 'Tests done'],
  nextSample: ['下次采样不早于', 'Next sample from'],
  endsAt: ['最迟结束于', 'Ends by itself'],
  appeal: ['我要申诉', 'Appeal'],
  appealHint: ['请说明情况，勿填写证件号码', 'Say what is wrong, without ID numbers'],
  appealReason: ['申诉原因', 'Reason'],
  'wrong-test': ['核酸检测结果有误', 'A test result is wrong'],
  'wrong-stay': ['本人未到过该地区', 'I was not in that place'],
  'wrong-order': ['管控措施与本人无关', 'An order does not concern me'],
  'missing-record': ['缺少检测或接种记录', 'A record is missing'],
  'not-me': ['记录不属于本人', 'The record is of somebody else'],
  'way-out-done': ['已完成转码要求', 'I have done what was asked'],
  other: ['其他', 'Something else'],
  appealSend: ['提交申诉', 'Send appeal'],
  appealSent: ['申诉已提交', 'Your appeal was sent'],
  appealFailed: ['暂时无法提交，请稍后再试', 'Could not be sent; try again later'],
  appealText: [
    '请用不超过500字说明情况，勿填写证件号码',
    'Say what is wrong in 500 characters at most, without ID numbers',
  ],
  appealTime: [
    '手机时间不准，请校准后再提交',
    'The clock of your phone is wrong; set it and send again',
  ],
  appealRefused: ['申诉内容未被接受', 'The appeal was not taken as it is'],
  refresh: ['刷新', 'Refresh'],
  large: ['大字', 'Large text'],
  language: ['English', '中文'],
  me: ['本人', 'Me'],
  'relation-child': ['子女', 'child'],
  'relation-parent': ['父母', 'parent'],
  'relation-spouse': ['配偶', 'spouse'],
  'relation-other': ['其他', 'other'],
  family: ['显示谁的健康码', 'Whose code is shown'],
  qr: ['二维码，供查验人员扫描', 'QR code, to be scanned at the gate'],
  qrNew: ['每30秒更新，截图无效', 'New every 30 s; screenshots fail'],
  qrLasting: ['供查验人员扫描', 'To be scanned at the gate'],
  tests: ['核酸检测', 'Nucleic-acid tests'],
  vaccinations: ['疫苗接种', 'Vaccination'],
  negative: ['阴性', 'Negative'],
  positive: ['阳性', 'Positive'],
  invalid: ['无效', 'Invalid'],
  within: ['小时内', 'h'],
  withinDays: ['天内', 'd'],
  sampled: ['采样', 'Sampled'],
  noTests: ['没有检测记录', 'No test on record'],
  'booster-done': ['已完成加强免疫', 'Booster done'],
  'basic-done': ['已完成全程接种', 'Basic course done'],
  'basic-not-done': ['未完成全程接种', 'Basic course not done'],
  'not-suitable': ['不宜接种', 'Not suitable'],
  'no-record': ['没有接种记录', 'No vaccination on record'],
  lastDose: ['最近一剂', 'Last dose'],
  panelLoading: ['正在读取…', 'Reading…'],
  panelOff: ['暂停显示', 'Not shown at the moment'],
  panelSummary: ['仅显示随健康码附带的摘要', 'Only the summary that came with the code is shown'],
  overload: ['访问量大，优先保障亮码', 'many people ask at once, and codes go first'],
  store: ['记录读取缓慢', 'records are slow to read'],
  pinned: ['由管理人员设置', 'set by the operators'],
  unreachable: ['暂时无法读取', 'it could not be read'],
  codesFirst: ['优先保障亮码', 'codes go first'],
  panelUntil: ['预计恢复', 'expected back'],
  panelCode: ['不影响健康码。', 'Your code is not affected.'],
  storedShown: ['显示的是手机中存的健康码', 'This is the code stored on this phone'],
  offline: ['手机没有网络', 'This phone has no network'],
  noRegion: ['各地服务暂无响应', 'No region answers'],
  showStored: ['系统暂时无法读取您的记录', 'Your records cannot be read at this moment'],
  notRenewed: ['暂不更新健康码', 'Codes are not renewed at this moment'],
  busy: ['访问量大', 'Many people ask at once'],
  broken: ['服务出现故障', 'The service has a fault'],
  heldBack: ['来自此网络的请求被拦截', 'Requests from this network are held back'],
  unable: ['服务暂时无法答复', 'The service cannot answer at this moment'],
  retryIn: ['后自动重试', 'asks again by itself in'],
  retryOnline: ['连上网络后自动更新', 'it renews once there is a network'],
  openAgain: ['登录已过期，请从应用重新打开本页', 'Please open this page from the app again'],
  failed: ['服务拒绝了请求', 'The service refused the request'],
  level1: ['接种信息仅显示摘要', 'Of vaccinations only the summary is shown'],
  level2: ['核酸检测和接种信息仅显示摘要', 'Of tests and vaccinations only the summary is shown'],
  level3: ['显示本地区的副本', 'This code comes out of a copy kept in this region'],
  level4: [
    '暂不更新健康码，显示本地区的副本',
    'Codes are not renewed at this moment; this one comes out of a copy kept in this region',
  ],
  endedText: [
    '此码已过有效期，因此不再显示颜色。请出示证件，由工作人员代查，或索取纸质健康码。',
    'This code is past its time, so no colour is shown. Show your ID to the staff, who can look it up, or ask for a paper code.',
  ],
  noneText: [
    '没有存下的健康码。请出示证件，由工作人员代查，或索取纸质健康码。',
    'No code is stored. Show your ID to the staff, who can look it up, or ask for a paper code.',
  ],
  clockOff: [
    '手机时间不准，已按服务时间显示',
    'Your phone’s clock is wrong; service time is shown',
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** Name of a text. */
export type TextId = keyof typeof TEXTS;

/** A text in a language; what is not a name of one stays as it is. */
export function textOf(language: Language, id: TextId | (string & {})): string {
  const texts: Readonly<Record<string, readonly [string, string]>> = TEXTS;
  return texts[id]?.[language === 'zh' ? 0 : 1] ?? id;
}

/** Joins parts to sentences as the language does. */
export function sentence(language: Language, ...parts: readonly string[]): string {
  if (language === 'zh') return `${parts.join('，')}。`;
  return parts.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}.`).join(' ');
}
