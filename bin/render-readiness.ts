import type { CheckReport } from '../lib/summary/check-report';
import type { QuotaNeed } from '../lib/summary/quota-needs';
import { columns, figure, section, wrapped } from './page';

/** What to do in the account before deploying, and what the partition lacks. */
export function renderReadiness(report: CheckReport): readonly (string | undefined)[] {
  const { openPoints, quotas, accountSwitches, omissions, filing } = report;
  return [
    section(
      'Settle in the plan before deploying',
      columns(openPoints.map(({ key, consequence }) => [key, consequence])),
    ),
    renderQuotas(quotas),
    section(
      'Account switches to turn on before deploying, in each region',
      accountSwitches.flatMap(({ name, without, command }) => [
        `${name}; without it ${without}`,
        ...wrapped(command, ' \\'),
      ]),
    ),
    section(
      'What this partition leaves out',
      omissions.map(({ what, consequence }) => `${what}: ${consequence}`),
    ),
    section('Filing', filing === undefined ? [] : [filing]),
  ];
}

/** Those to raise as a table; the others were checked and are only counted. */
function renderQuotas(quotas: readonly QuotaNeed[]): string | undefined {
  if (quotas.length === 0) return undefined;
  const toRaise = quotas.filter(({ raise }) => raise);
  const enough = quotas.length - toRaise.length;
  return section(
    'Quotas to raise before deploying: what you have -> what you need (* as a new account has)',
    [
      ...columns(toRaise.map(quotaRow)),
      `${enough} other quotas were compared; you have enough of them`,
    ],
  );
}

function quotaRow({ place, name, code, granted, isAssumed, needed }: QuotaNeed): readonly string[] {
  return [
    place,
    code ?? 'no code',
    `${figure(granted)}${isAssumed ? '*' : ''} -> ${figure(needed)}`,
    name,
  ];
}
