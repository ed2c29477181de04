import type { ServiceConfig } from '../config';

/**
 * Names under which partners reach this region: the partners' own name in the zone of the issuer,
 * `https://code.<zone>`, and the name of the region. A request that somebody signed for another
 * deployment, a test's for one, is none of ours even where the same key is registered.
 */
export function authoritiesOf({
  issuer,
  originName,
}: Pick<ServiceConfig, 'issuer' | 'originName'>): readonly string[] {
  const zone = new URL(issuer).hostname.replace(/^[^.]+\./, '');
  return [`partner.${zone}`, originName.toLowerCase()];
}
