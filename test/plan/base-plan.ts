import { parsePlan } from '../../lib/plan/load-plan';
import type { Plan } from '../../lib/plan/plan';

/** A small plan without problems; tests break one line of it at a time. */
export const BASE_PLAN = `name: base
timeZone: Asia/Shanghai
domain: { zoneName: code.example.org, hostedZoneId: Z0123456789EXAMPLE }
regions:
  - { name: ap-southeast-1, zones: [ap-southeast-1a, ap-southeast-1b, ap-southeast-1c] }
  - { name: ap-northeast-1, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1d] }
strategy: active-active
survive: region
objectives: { rtoSeconds: 180, rpoSeconds: 5, servedRatio: 0.999 }
channels:
  - { name: first, share: 0.7 }
  - { name: second, share: 0.3 }
traffic:
  weekday: { 00:00: 1000, 08:00: 60000, 12:00: 30000 }
  weekend: { 00:00: 1000, 12:00: 20000 }
  partnerRequestsPerMinute: 600
  campaigns:
    - name: spring
      dates: [03-01]
      from: 07:00
      to: 11:00
      peakRequestsPerMinute: 140000
    - name: autumn
      dates: [09-01]
      from: 23:00
      to: 01:00
      peakRequestsPerMinute: 90000
fleets:
  citizen: { instanceType: c8g.large, requestsPerSecondPerInstance: 100, targetUtilisation: 0.6 }
  partner: { instanceType: c8g.large, requestsPerSecondPerInstance: 10 }
prewarm: { leadMinutes: 20 }
`;

/** When the tests read plans. */
export const NOW = new Date('2026-05-01T00:00:00Z');

/** The base plan's text with one part of it replaced; throws when the part is not there. */
export function edited(...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the base plan has no ${from}`);
    return text.replace(from, to);
  }, BASE_PLAN);
}

/** The base plan with some of its values replaced. */
export function basePlan(changes: Partial<Plan> = {}): Plan {
  const { plan } = parsePlan(BASE_PLAN, { file: 'base.yaml', now: NOW });
  return { ...plan, ...changes };
}
