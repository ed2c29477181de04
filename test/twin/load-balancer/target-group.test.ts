import type { Target } from '../../../lib/twin/load-balancer/protocol';
import { type GroupThresholds, TargetGroup } from '../../../lib/twin/load-balancer/target-group';

const THRESHOLDS = { healthyThreshold: 2, unhealthyThreshold: 3 };
const A = { instanceId: 'a', port: 1 };
const B = { instanceId: 'b', port: 2 };
const C = { instanceId: 'c', port: 3 };

const ONE = { targets: 1, percent: 0 };
const HALF = { targets: 1, percent: 50 };
const OFF = { targets: 0, percent: 0 };

function groupOf(...targets: Target[]): TargetGroup {
  return groupWith({ dnsThreshold: ONE, routingThreshold: ONE }, ...targets);
}

function groupWith(thresholds: GroupThresholds, ...targets: Target[]): TargetGroup {
  const group = new TargetGroup(THRESHOLDS, thresholds);
  group.replaceTargets(targets);
  return group;
}

describe('TargetGroup', () => {
  test('a new target is healthy after its first success', () => {
    const group = groupOf(A);
    expect(group.healthyCount).toBe(0);

    group.record('a', true);

    expect(group.healthyCount).toBe(1);
  });

  test('a healthy target turns unhealthy after the threshold of consecutive failures only', () => {
    const group = groupOf(A);
    for (const passed of [true, false, false, true, false, false]) group.record('a', passed);
    expect(group.healthyCount).toBe(1);

    group.record('a', false);

    expect(group.healthyCount).toBe(0);
  });

  test('an unhealthy target turns healthy after the threshold of consecutive successes', () => {
    const group = groupOf(A);
    for (const passed of [true, false, false, false, true]) group.record('a', passed);
    expect(group.healthyCount).toBe(0);

    group.record('a', true);

    expect(group.healthyCount).toBe(1);
  });

  test('requests go round the healthy targets', () => {
    const group = groupOf(A, B);
    group.record('a', true);
    group.record('b', true);

    const chosen = [1, 2, 3, 4].map(() => group.choose()?.instanceId);

    expect(chosen.filter((id) => id === 'a')).toHaveLength(2);
    expect(chosen[0]).not.toBe(chosen[1]);
  });

  test('an unhealthy target gets nothing while another is healthy', () => {
    const group = groupOf(A, B);
    group.record('b', true);

    expect([group.choose(), group.choose()]).toEqual([B, B]);
  });

  test('all targets get requests when none is healthy', () => {
    expect(groupOf(A).choose()).toEqual(A);
  });

  test('all targets get requests when fewer are healthy than the share for routing', () => {
    const group = groupWith({ dnsThreshold: OFF, routingThreshold: HALF }, A, B, C);
    group.record('a', true);
    const chosen = new Set([1, 2, 3].map(() => group.choose()));
    expect(chosen).toEqual(new Set([A, B, C]));

    group.record('b', true);

    expect(new Set([1, 2, 3].map(() => group.choose()))).toEqual(new Set([A, B]));
  });

  test('the zones leave DNS below their threshold, and never by their targets without one', () => {
    const group = groupOf(A);
    const without = groupWith({ dnsThreshold: OFF, routingThreshold: HALF }, A);
    expect([group.standsInDns, without.standsInDns]).toEqual([false, true]);

    group.record('a', true);

    expect(group.standsInDns).toBe(true);
  });

  test('a group without a target does not stand in DNS, whatever the threshold', () => {
    expect(groupWith({ dnsThreshold: OFF, routingThreshold: HALF }).standsInDns).toBe(false);
  });

  test('an empty group has nobody to choose', () => {
    expect(groupOf().choose()).toBeUndefined();
  });

  test('a target that is registered again keeps its health, a replaced one starts anew', () => {
    const group = groupOf(A, B);
    group.record('a', true);
    group.record('b', true);

    group.replaceTargets([A, { ...B, port: 3 }]);

    expect(group.healthyCount).toBe(1);
    expect(group.targets).toEqual([A, { ...B, port: 3 }]);
  });

  test('a result of a target that has left is ignored', () => {
    const group = groupOf(A);

    group.record('gone', true);

    expect(group.targets).toEqual([A]);
  });
});
