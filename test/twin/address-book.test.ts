import type { LoadBalancerTopology } from '../../lib/topology/topology';
import { AddressBook } from '../../lib/twin/address-book';
import { fleetOf, topologyOf } from './topology-factory';

const topology = topologyOf({ regions: ['east-1', 'west-1'] });

function balancer(region: number, fleet: number): LoadBalancerTopology {
  return fleetOf(topology, region, fleet).loadBalancer;
}

describe('AddressBook', () => {
  test('gives every load balancer one address per zone and knows whose each is', () => {
    const book = new AddressBook(topology);
    const all = [0, 1].flatMap((region) =>
      [0, 1].flatMap((fleet) => [...book.addressesOf(balancer(region, fleet).id)]),
    );

    expect(new Set(all).size).toBe(all.length);
    expect(book.addressesOf(balancer(0, 0).id)).toHaveLength(3);
    expect(book.addressesOf(balancer(1, 0).id).map((address) => book.regionOf(address))).toEqual([
      'west-1',
      'west-1',
      'west-1',
    ]);
  });

  test('every address lies in the network set aside for tests of devices', () => {
    const book = new AddressBook(topology);

    for (const address of book.addressesOf(balancer(1, 1).id)) {
      expect(address).toMatch(/^198\.1[89]\./);
    }
  });

  test('an address is reached where its load balancer listens, and nowhere before', () => {
    const book = new AddressBook(topology);
    const address = book.addressesOf(balancer(0, 1).id)[2] ?? '';
    expect(book.locate(address)).toBeUndefined();

    book.listensOn(balancer(0, 1), 4321);

    expect(book.locate(address)).toEqual({ host: '127.0.0.1', port: 4321 });
    expect(book.locate('198.18.200.1')).toBeUndefined();
  });
});
