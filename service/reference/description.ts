import type { Fleet } from '../config';
import { citizenChapters } from './citizen-chapters';
import { PARTNER_CHAPTERS } from './partner-chapters';

/** What the whole reference says before its routes; Markdown. */
export function description(fleet: Fleet, issuer: string): string {
  const own = fleet === 'citizen' ? citizenChapters(issuer) : PARTNER_CHAPTERS;
  return [INTRODUCTION, own, CONDUCT].join('\n\n');
}

const INTRODUCTION = `Kapok is a health-code application that serves from several regions at once.
Every region answers every request alike; facts that one region takes reach the others within seconds.

Times are sent as ISO 8601 with an offset from UTC (\`2022-01-10T08:30:00+08:00\`) and answered in UTC
(\`2022-01-10T00:30:00.000Z\`); in tokens they are Unix seconds. Texts for people are objects with the members
\`en\` and \`zh\`. Errors are \`{"error": {code, message, field?, allowed?, fix, panel?}}\`; they never repeat what
was sent. Members that an answer has beyond those listed here may be added at any time: pass over them.

Kapok 健康码应用由多个区域同时提供服务，任一区域均可响应请求。请求中的时间须带时区偏移，响应中的时间均为 UTC（ISO 8601）；面向公众的文本均提供中英文。`;

const CONDUCT = `## Conduct

Requests are admitted by priority (\`x-kapok-priority\` of each operation) and by channel. A refusal for
overload is no reason to ask another region; no answer, or \`x-kapok-standing: evacuated\`, is. Wait as long as
\`retry-after\` says: it differs from caller to caller on purpose.`;

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
