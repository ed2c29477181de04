import { openPoints } from '../../lib/plan/open-points';
import { basePlan } from './base-plan';

const SETTLED = {
  domain: { zoneName: 'code.gd.gov.cn', hostedZoneId: 'Z1', ownZone: false },
  alarmEmails: ['duty@gd.gov.cn'],
  partnerSources: ['10.20.0.0/16'],
};

test('finds nothing in a plan whose author has settled everything', () => {
  expect(openPoints(basePlan(SETTLED))).toEqual([]);
});

test.each([
  ['domain.zoneName', { domain: { ...SETTLED.domain, zoneName: 'code.example.org' } }],
  ['domain.zoneName', { domain: { ...SETTLED.domain, zoneName: 'code.example.cn' } }],
  ['alarmEmails', { alarmEmails: [] }],
  ['partnerSources', { partnerSources: [] }],
  ['partnerSources', { partnerSources: ['203.0.113.0/24', '192.0.2.0/24'] }],
])('names %s in %j', (key, changes) => {
  expect(openPoints(basePlan({ ...SETTLED, ...changes })).map((point) => point.key)).toEqual([key]);
});

test('one block that is not for examples is enough', () => {
  const partnerSources = ['203.0.113.0/24', '10.20.0.0/16'];

  expect(openPoints(basePlan({ ...SETTLED, partnerSources }))).toEqual([]);
});
