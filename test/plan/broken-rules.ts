import { BASE_PLAN, edited } from './base-plan';
import type { BrokenPlan } from './broken-plan';

const CAMPAIGN_LINE = 17;

function campaigns(...lines: readonly string[]): string {
  const start = BASE_PLAN.indexOf('  campaigns:\n');
  const end = BASE_PLAN.indexOf('fleets:\n');
  const list = lines.map((line) => `    - ${line}\n`).join('');
  return `${BASE_PLAN.slice(0, start)}  campaigns:\n${list}${BASE_PLAN.slice(end)}`;
}

function campaign(name: string, dates: string, from: string, to: string, peak = 150_000): string {
  return `{ name: ${name}, dates: [${dates}], from: ${from}, to: ${to}, peakRequestsPerMinute: ${peak} }`;
}

const year = (month: string, clock: string, to: string) =>
  Array.from({ length: 26 }, (_, day) =>
    campaign(`c${month}-${day}`, `${month}-${String(day + 1).padStart(2, '0')}`, clock, to),
  );

/** Plans of the right shape whose values contradict each other or the world. */
export const BROKEN_RULES: readonly BrokenPlan[] = [
  {
    mistake: 'a time zone that does not exist',
    text: edited(['Asia/Shanghai', 'Asia/Shangai']),
    code: 'KAPOK_PLAN_TIME_ZONE',
    path: 'timeZone',
    line: 2,
    fix: 'Asia/Shanghai',
  },
  {
    mistake: 'an offset in place of a time zone',
    text: edited(['Asia/Shanghai', '"+08:00"']),
    code: 'KAPOK_PLAN_TIME_ZONE',
    path: 'timeZone',
    line: 2,
  },
  ...['Asia/kolkata', 'asia/Shanghai', 'Etc/gmt-8', 'Asia/Nowhere'].map((zone) => ({
    mistake: `a time zone that AWS would refuse: ${zone}`,
    text: edited(['Asia/Shanghai', zone]),
    code: 'KAPOK_PLAN_TIME_ZONE' as const,
    path: 'timeZone',
    line: 2,
  })),
  {
    mistake: 'a zone that neither exists nor is made',
    text: edited([', hostedZoneId: Z0123456789EXAMPLE', '']),
    code: 'KAPOK_PLAN_HOSTED_ZONE',
    path: 'domain',
    line: 3,
    fix: 'ownZone',
  },
  {
    mistake: 'strong consistency where DynamoDB has none',
    text: edited(['survive: region\n', 'survive: region\ndata: { consistency: strong }\n']),
    code: 'KAPOK_PLAN_CONSISTENCY',
    path: 'data.consistency',
    line: 9,
    fix: 'eventual',
  },
  {
    mistake: 'strong consistency of two regions without a witness',
    text: edited(
      ['name: ap-southeast-1', 'name: ap-northeast-2'],
      ['[ap-southeast-1a, ap-southeast-1b, ap-southeast-1c]', '[ap-northeast-2a, ap-northeast-2b]'],
      ['survive: region\n', 'survive: region\ndata: { consistency: strong }\n'],
    ),
    code: 'KAPOK_PLAN_CONSISTENCY',
    path: 'data.consistency',
    line: 9,
    fix: 'data.witness',
  },
  {
    mistake: 'a witness of eventually consistent tables',
    text: edited(['survive: region\n', 'survive: region\ndata: { witness: ap-northeast-3 }\n']),
    code: 'KAPOK_PLAN_CONSISTENCY',
    path: 'data.witness',
    line: 9,
    fix: 'remove the witness',
  },
  {
    mistake: 'shares that do not sum to 1',
    text: edited(['share: 0.3', 'share: 0.4']),
    code: 'KAPOK_PLAN_SHARES',
    path: 'channels',
    line: 10,
    fix: 'lower',
  },
  {
    mistake: 'a channel that comes twice',
    text: edited(['name: second', 'name: first']),
    code: 'KAPOK_PLAN_DUPLICATE_NAME',
    path: 'channels[1].name',
    line: 12,
  },
  {
    mistake: 'a region that does not exist',
    text: edited(['name: ap-northeast-1', 'name: ap-northest-1']),
    code: 'KAPOK_PLAN_REGION',
    path: 'regions[1].name',
    line: 6,
    fix: 'ap-northeast-1',
  },
  {
    mistake: 'a region of another partition',
    text: edited([
      '{ name: ap-northeast-1, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1d] }',
      '{ name: cn-north-1, zones: [cn-north-1a, cn-north-1b] }',
    ]),
    code: 'KAPOK_PLAN_PARTITION',
    path: 'regions[1].name',
    line: 6,
  },
  {
    mistake: 'a region that comes twice',
    text: edited([
      '{ name: ap-northeast-1, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1d] }',
      '{ name: ap-southeast-1, zones: [ap-southeast-1a, ap-southeast-1b] }',
    ]),
    code: 'KAPOK_PLAN_DUPLICATE_NAME',
    path: 'regions[1].name',
    line: 6,
  },
  {
    mistake: 'a zone of another region',
    text: edited(['ap-northeast-1c', 'ap-southeast-1c']),
    code: 'KAPOK_PLAN_ZONE',
    path: 'regions[1].zones[1]',
    line: 6,
  },
  {
    mistake: 'a zone that comes twice',
    text: edited(['ap-northeast-1c', 'ap-northeast-1a']),
    code: 'KAPOK_PLAN_DUPLICATE_NAME',
    path: 'regions[1].zones[1]',
    line: 6,
  },
  {
    mistake: 'a region with one zone',
    text: edited(['[ap-northeast-1a, ap-northeast-1c, ap-northeast-1d]', '[ap-northeast-1a]']),
    code: 'KAPOK_PLAN_RANGE',
    path: 'regions[1].zones',
    line: 6,
  },
  {
    mistake: 'active-active in one region',
    text: edited([
      '  - { name: ap-northeast-1, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1d] }\n',
      '',
    ]),
    code: 'KAPOK_PLAN_REGION_COUNT',
    path: 'regions',
    line: 4,
  },
  {
    mistake: 'a campaign written backwards',
    text: edited(['from: 07:00\n      to: 11:00', 'from: 11:00\n      to: 07:00']),
    code: 'KAPOK_PLAN_CAMPAIGN_HOURS',
    path: 'traffic.campaigns[0].to',
    line: 21,
  },
  {
    mistake: 'a campaign of no length',
    text: edited(['to: 11:00', 'to: 07:00']),
    code: 'KAPOK_PLAN_CAMPAIGN_HOURS',
    path: 'traffic.campaigns[0].to',
    line: 21,
    fix: '24:00',
  },
  {
    mistake: 'a time of day without a colon',
    text: edited(['from: 07:00', 'from: 0700']),
    code: 'KAPOK_PLAN_TYPE',
    path: 'traffic.campaigns[0].from',
    line: 20,
  },
  {
    mistake: 'a date that does not exist',
    text: edited(['[03-01]', '[03-01, 2025-02-29]']),
    code: 'KAPOK_PLAN_CAMPAIGN_DATE',
    path: 'traffic.campaigns[0].dates[1]',
    line: 19,
  },
  {
    mistake: 'a campaign that comes twice',
    text: edited(['name: autumn', 'name: spring']),
    code: 'KAPOK_PLAN_DUPLICATE_NAME',
    path: 'traffic.campaigns[1].name',
    line: 23,
  },
  {
    mistake: 'campaigns that overlap on one date',
    text: campaigns(
      campaign('first', '03-01', '07:00', '11:00'),
      campaign('second', '02-01, 03-01', '10:59', '12:00'),
    ),
    code: 'KAPOK_PLAN_CAMPAIGN_OVERLAP',
    path: 'traffic.campaigns[1].dates[1]',
    line: CAMPAIGN_LINE + 2,
  },
  {
    mistake: 'campaigns that overlap after midnight at the end of a year',
    text: campaigns(
      campaign('eve', '2027-12-31', '22:00', '02:00'),
      campaign('new-year', '01-01', '01:59', '03:00'),
    ),
    code: 'KAPOK_PLAN_CAMPAIGN_OVERLAP',
    path: 'traffic.campaigns[1].dates[0]',
    line: CAMPAIGN_LINE + 2,
  },
  {
    mistake: 'campaigns that overlap only in leap years',
    text: campaigns(
      campaign('february', '02-28', '23:00', '01:00'),
      campaign('leap', '02-29', '00:59', '02:00'),
    ),
    code: 'KAPOK_PLAN_CAMPAIGN_OVERLAP',
    path: 'traffic.campaigns[1].dates[0]',
    line: CAMPAIGN_LINE + 2,
  },
  {
    mistake: 'a campaign that overlaps itself',
    text: campaigns(campaign('twice', '03-01, 2027-03-01', '07:00', '11:00')),
    code: 'KAPOK_PLAN_CAMPAIGN_OVERLAP',
    path: 'traffic.campaigns[0].dates[1]',
    line: CAMPAIGN_LINE + 1,
  },
  {
    mistake: 'a campaign below the weekly curve',
    text: edited(['peakRequestsPerMinute: 140000', 'peakRequestsPerMinute: 59999']),
    code: 'KAPOK_PLAN_CAMPAIGN_PEAK',
    path: 'traffic.campaigns[0].peakRequestsPerMinute',
    line: 22,
  },
  {
    mistake: 'more scheduled actions than AWS allows',
    text: campaigns(
      ...year('03', '06:30', '07:01'),
      ...year('04', '08:30', '09:02'),
      ...year('05', '10:30', '11:03'),
      ...year('06', '12:30', '13:04'),
      ...year('07', '14:30', '15:05'),
    ),
    code: 'KAPOK_PLAN_SCHEDULE_QUOTA',
    path: 'traffic.campaigns',
    line: CAMPAIGN_LINE,
    fix: 'merge',
  },
  {
    mistake: 'more capacity units than a load balancer may have',
    text: edited(['peakRequestsPerMinute: 140000', 'peakRequestsPerMinute: 30000000']),
    code: 'KAPOK_PLAN_QUOTA',
    path: 'traffic',
    line: 13,
    fix: 'regions',
  },
  {
    mistake: 'more partner instances than the subnets have addresses',
    text: edited(
      ['partnerRequestsPerMinute: 600', 'partnerRequestsPerMinute: 300000'],
      ['requestsPerSecondPerInstance: 10 }', 'requestsPerSecondPerInstance: 0.5 }'],
    ),
    code: 'KAPOK_PLAN_QUOTA',
    path: 'traffic',
    line: 13,
    fix: 'zone',
  },
];
