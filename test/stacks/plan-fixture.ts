import type { Plan } from '../../lib/plan/plan';

const QUIET_NIGHT = Array<number>(6).fill(30_000);

/** A plan with few steps a day, so that its schedule can be read in a template. */
export function planFixture(changes: Partial<Plan> = {}): Plan {
  return {
    name: 'guangdong',
    timeZone: 'Asia/Shanghai',
    partition: 'aws',
    domain: { zoneName: 'code.example.org', hostedZoneId: 'Z0123456789EXAMPLE', ownZone: false },
    regions: [
      {
        name: 'ap-southeast-1',
        zones: ['ap-southeast-1a', 'ap-southeast-1b', 'ap-southeast-1c'],
      },
      {
        name: 'ap-northeast-1',
        zones: ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'],
      },
    ],
    strategy: 'active-active',
    survive: 'region',
    routing: 'weighted',
    objectives: { rtoSeconds: 180, rpoSeconds: 5, servedRatio: 0.999 },
    channels: [
      { name: 'yueshengshi', share: 0.8 },
      { name: 'alipay', share: 0.2 },
    ],
    traffic: {
      weekday: [...QUIET_NIGHT, ...Array<number>(18).fill(600_000)],
      weekend: [...QUIET_NIGHT, ...Array<number>(18).fill(300_000)],
      partnerRequestsPerMinute: 30_000,
      campaigns: [
        {
          name: 'first-workday',
          dates: [{ month: 1, day: 10 }],
          fromMinute: 7 * 60,
          toMinute: 11 * 60,
          peakRequestsPerMinute: 1_400_000,
        },
      ],
    },
    fleets: {
      citizen: {
        instanceType: 'c8g.large',
        requestsPerSecondPerInstance: 1000,
        targetUtilisation: 0.6,
      },
      partner: {
        instanceType: 'c8g.large',
        requestsPerSecondPerInstance: 400,
        targetUtilisation: 0.6,
      },
    },
    prewarm: {
      leadMinutes: 20,
      loadBalancerLeadHours: 6,
      predictiveScaling: 'forecast-only',
    },
    healthChecks: { intervalSeconds: 10, failureThreshold: 3 },
    data: { consistency: 'eventual' },
    partnerSources: ['203.0.113.0/24'],
    alarmEmails: [],
    quotas: {},
    drills: { maximumAgeDays: 31 },
    sandbox: false,
    ...changes,
  };
}

/** A third region for plans that need one. */
export const THIRD_REGION = {
  name: 'ap-northeast-2',
  zones: ['ap-northeast-2a', 'ap-northeast-2b', 'ap-northeast-2c'],
} as const;

/** What makes the fixture a plan for AWS China. */
export const CHINA: Partial<Plan> = {
  name: 'guangdong-cn',
  partition: 'aws-cn',
  domain: { zoneName: 'code.example.cn', hostedZoneId: 'Z0123456789EXAMPLE', ownZone: false },
  regions: [
    { name: 'cn-north-1', zones: ['cn-north-1a', 'cn-north-1b', 'cn-north-1d'] },
    { name: 'cn-northwest-1', zones: ['cn-northwest-1a', 'cn-northwest-1b', 'cn-northwest-1c'] },
  ],
};
