import { healthCheckStatus } from '../../../lib/twin/route53/health-check-status';
import { calculatedCheck, endpointCheck } from './declarations';

const children = (states: string) => (id: string) => states[Number(id)] === 'H';
const none = { healthy: 0, all: 15 };
const every = { healthy: 15, all: 15 };

// Developer guide: "How Route 53 determines the status of health checks" (initial state),
// "Values that you specify ...": Invert health check status, Disabled.
test.each([
  ['E10: new', {}, every, true],
  ['E10: new and inverted', { inverted: true }, every, false],
  ['inverted, endpoint down', { inverted: true }, none, true],
  ['endpoint down', {}, none, false],
  ['E11: disabled after it was unhealthy', { disabled: true }, none, true],
  ['E11: disabled and inverted', { disabled: true, inverted: true }, none, false],
])('%s', (_rule, over, checkers, expected) => {
  const evidence = { checkers, childHealthy: () => false };
  expect(healthCheckStatus(endpointCheck(over), evidence)).toBe(expected);
});

// Developer guide, "Values that you specify ...": Monitor other health checks (calculated health check).
test.each([
  ['E12', 2, 'HHU', {}, true],
  ['E12', 2, 'HUU', {}, false],
  ['E12', 0, 'UUU', {}, true],
  ['E12', 4, 'HHH', {}, false],
  ['inverted', 2, 'HHU', { inverted: true }, false],
  ['disabled', 2, 'UUU', { disabled: true }, true],
  ['disabled and inverted', 2, 'HHH', { disabled: true, inverted: true }, false],
])('%s: %i of children %s, %o: %s', (_rule, threshold, states, over, expected) => {
  const check = calculatedCheck(['0', '1', '2'], threshold, over);
  const evidence = { checkers: { healthy: 0, all: 0 }, childHealthy: children(states) };
  expect(healthCheckStatus(check, evidence)).toBe(expected);
});
