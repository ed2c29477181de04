import { generate } from 'selfsigned';
import type { Topology } from '../topology/topology';

/** A certificate and its key, both PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** Makes one certificate for every name that the templates' certificates cover. */
export async function makeCertificate(topology: Pick<Topology, 'regions'>): Promise<TlsIdentity> {
  const names = new Set(
    topology.regions.flatMap((region) =>
      region.fleets.flatMap((fleet) => [...fleet.loadBalancer.certificateNames]),
    ),
  );
  const identity = await generate([{ name: 'commonName', value: 'kapok twin' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [...names].map((value) => ({ type: 2 as const, value })),
      },
    ],
  });
  return { cert: identity.cert, key: identity.private };
}
