import type { Fleet } from '../config';

/** What the whole reference says before its routes; Markdown. */
export function description(fleet: Fleet): string {
  return [INTRODUCTION, fleet === 'citizen' ? CITIZENS : PARTNERS, CONDUCT].join('\n\n');
}

const INTRODUCTION = `Kapok is a health-code application that serves from several regions at once.
Every region answers every request alike; facts that one region takes reach the others within seconds.

All times are ISO 8601 in UTC. Texts for people are objects with the members \`en\` and \`zh\`. Errors are
\`{"error": {code, message, field?, allowed?, fix}}\`; they never repeat what was sent.

Kapok 健康码应用由多个区域同时提供服务，任一区域均可响应请求。所有时间均为 UTC（ISO 8601）；面向公众的文本均提供中英文。`;

const CITIZENS = `The outline follows the seven interfaces of GB/T 38963-2020 as far as it is publicly known:

| # | Interface | 接口 | Here |
|---|---|---|---|
| 1 | user health declaration | 用户健康申报 | \`POST /channels/{channel}/declarations/health\` |
| 2 | user trip declaration | 用户行程申报 | \`POST /channels/{channel}/declarations/trip\` |
| 3 | user health query | 用户健康查询 | \`GET /channels/{channel}/me/health\` |
| 4 | apply to call the code | 调用申请 | registered by the operator; \`GET /channels/{channel}/registration\` |
| 5 | make-code request | 制码请求 | \`POST /channels/{channel}/code\` |
| 6 | verify-code request | 验码请求 | \`POST /channels/{channel}/verify\` |
| 7 | correction of health data | 健康数据更正 | \`POST /channels/{channel}/appeals\` |

A channel proves who its user is with a token of its own: a compact JWS of type \`kapok-channel+jwt\`, signed
with ES256 or EdDSA by a registered key, with the claims \`iss\` (the channel), \`aud\` (this service), \`sub\`
(\`<ID type>:<ID number>\`, a place or a member of staff), \`scope\`, \`iat\` and \`exp\`, 15 minutes later at most.`;

const PARTNERS = `Partners sign each request (RFC 9421): label \`kapok\`, components \`"@method" "@authority"
"@path"\` and, with a body, \`"content-digest"\` (RFC 9530, SHA-256); parameters \`created\`, \`nonce\`, \`keyid\`
and \`tag="kapok-records"\`. Every record of a batch has its own fate; repeating a batch changes nothing.`;

const CONDUCT = `Requests are admitted by priority (\`x-kapok-priority\` of each operation) and by channel. A refusal
for overload is no reason to ask another region; no answer, or \`x-kapok-standing: evacuated\`, is. Wait as
long as \`retry-after\` says: it differs from caller to caller on purpose.`;

/** Groups of routes, by the beginning of their paths; the first that fits counts. */
export const TAGS: readonly {
  readonly name: string;
  readonly description: string;
  readonly paths: RegExp;
}[] = [
  {
    name: 'code',
    description: 'Making and checking codes. 制码与验码。',
    paths: /^\/channels\/:channel\/(code|verify)/,
  },
  {
    name: 'me',
    description: 'What people see of their own. 本人信息、家庭成员与纸质码。',
    paths: /^\/channels\/:channel\/me\//,
  },
  {
    name: 'statements',
    description: 'What people state themselves. 健康申报、行程申报与申诉。',
    paths: /^\/channels\/:channel\/(declarations|appeals)/,
  },
  {
    name: 'staff',
    description: 'What staff read of others; every reading is on record. 工作人员代查，全程留痕。',
    paths: /^\/channels\/:channel\/(staff|paper-codes)/,
  },
  {
    name: 'channel',
    description: 'The channel itself. 渠道登记信息。',
    paths: /^\/channels\//,
  },
  {
    name: 'records',
    description: 'Records of partners. 合作机构数据上报。',
    paths: /^\/records\//,
  },
  {
    name: 'quarantine',
    description: 'Batches that wait for a second person. 待复核批次。',
    paths: /^\/quarantine/,
  },
  {
    name: 'service',
    description: 'Keys, state and health of the service. 公钥与服务状态。',
    paths: /^\/(\.well-known\/|service-status|healthz|regional-health|evacuations|openapi)/,
  },
  { name: 'page', description: 'The page itself. 页面。', paths: /^\// },
];
