import type { Plan } from './plan';

/** Something a plan leaves as it is shipped, and what that means once it is deployed. */
export interface OpenPoint {
  /** Key of the plan. */
  readonly key: string;
  readonly consequence: string;
}

/** Blocks that RFC 5737 keeps for documentation: no packet ever comes from one. */
const DOCUMENTATION_BLOCKS = ['192.0.2.', '198.51.100.', '203.0.113.'];

/** Names that RFC 2606 and the registries keep for examples. */
const EXAMPLE_ZONE = /(?:^|\.)example\.(?:com|net|org|cn)$|\.example$/;

/** What its author should settle before a plan is deployed. */
export function openPoints(plan: Plan): readonly OpenPoint[] {
  const sources = plan.partnerSources.filter(
    (block) => !DOCUMENTATION_BLOCKS.some((prefix) => block.startsWith(prefix)),
  );
  return [
    ...point(EXAMPLE_ZONE.test(plan.domain.zoneName), {
      key: 'domain.zoneName',
      consequence: `${plan.domain.zoneName} is nobody's: no certificate for it can be validated`,
    }),
    ...point(plan.alarmEmails.length === 0, {
      key: 'alarmEmails',
      consequence: 'alarms go off and nobody is told',
    }),
    ...point(sources.length === 0, {
      key: 'partnerSources',
      consequence: 'no partner can send a record: no block is registered but those of examples',
    }),
  ];
}

function point(isOpen: boolean, open: OpenPoint): readonly OpenPoint[] {
  return isOpen ? [open] : [];
}
