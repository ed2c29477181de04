import type { HourMargin } from '../lib/policies/hour-margins';
import type { Shortfall } from '../lib/policies/survivability';
import type { CheckReport, ProofSummary } from '../lib/summary/check-report';
import { figure } from './page';
import { textTable } from './text-table';

const perSecond = (value: number) => value.toFixed(0);

/** The proof as the text a person reads: the tightest hours or all of them, then what it comes to. */
export function renderProof(
  proof: ProofSummary,
  { survive }: Pick<CheckReport, 'survive'>,
  withHours: boolean,
): string {
  const carrier = survive === 'none' ? 'weakest region' : 'weakest survivor';
  const parts = [
    withHours
      ? `Requests per second of the ${carrier} at its tightest minute of each hour\n${hourTable(proof.perHour)}`
      : `Tightest hours: requests per second of the ${carrier} (every hour: --hours)\n${hourTable(proof.tightest)}`,
  ];
  if (proof.firstShortfall !== undefined) parts.push(shortfallText(proof.firstShortfall));
  parts.push(
    `survive ${survive} ${proof.holds ? 'is proved' : 'is refuted'}: ${figure(proof.minutesChecked)} minutes checked`,
  );
  return parts.join('\n\n');
}

/** One row per hour and fleet: what the weakest survivor carries and what it is asked for. */
function hourTable(rows: readonly HourMargin[]): string {
  return textTable(
    ['hour', 'fleet', 'carries', 'asked', 'margin'],
    rows.map((row) => [
      row.campaign === undefined ? row.hour : `${row.hour} (${row.campaign})`,
      row.fleet,
      perSecond(row.capacityRequestsPerSecond),
      perSecond(row.demandRequestsPerSecond),
      perSecond(row.marginRequestsPerSecond),
    ]),
  );
}

/** The first minute that falls short: when and for whom, then by how much. */
function shortfallText(shortfall: Shortfall): string {
  const { at, fleet, regionLost, survivor } = shortfall;
  const [capacity, demand, missing] = [
    shortfall.capacityRequestsPerSecond,
    shortfall.demandRequestsPerSecond,
    shortfall.shortfallRequestsPerSecond,
  ].map(perSecond);
  const loss = regionLost === undefined ? '' : ` without ${regionLost}`;
  const carrier = survivor === undefined ? 'no region is left and' : `${survivor} carries`;
  return [
    `first shortfall: ${at}${loss}, fleet ${fleet}`,
    `  ${carrier} ${capacity} of ${demand} requests per second, ${missing} short`,
  ].join('\n');
}
