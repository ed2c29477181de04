import type { Plan } from '../lib/plan/plan';
import type { HourMargin } from '../lib/policies/hour-margins';
import type { Shortfall, SurvivabilityProof } from '../lib/policies/survivability';
import { textTable } from './text-table';

const perSecond = (value: number) => value.toFixed(0);

/** The proof as the text a person reads: every hour, then what it comes to. */
export function renderProof(proof: SurvivabilityProof, plan: Plan): string {
  const parts = [hourTable(proof.perHour, plan)];
  for (const { stackName, what, fix } of proof.findings) {
    parts.push(`finding in ${stackName}: ${what}\n  change   ${fix}`);
  }
  if (proof.firstShortfall !== undefined) parts.push(shortfallText(proof.firstShortfall));
  parts.push(
    `${plan.name}: survive ${plan.survive} ${proof.holds ? 'holds' : 'does not hold'} (${proof.minutesChecked} minutes checked)`,
  );
  return parts.join('\n\n');
}

/** One row per hour and fleet: what the weakest survivor carries and what it is asked for. */
function hourTable(rows: readonly HourMargin[], plan: Plan): string {
  const caption =
    plan.survive === 'none'
      ? 'requests per second of the weakest region at its tightest minute of each hour'
      : 'requests per second of the weakest survivor at its tightest minute of each hour';
  return [
    caption,
    textTable(
      ['hour', 'fleet', 'carries', 'asked for', 'margin'],
      rows.map((row) => [
        row.campaign === undefined ? row.hour : `${row.hour} (${row.campaign})`,
        row.fleet,
        perSecond(row.capacityRequestsPerSecond),
        perSecond(row.demandRequestsPerSecond),
        perSecond(row.marginRequestsPerSecond),
      ]),
    ),
  ].join('\n');
}

/** The first minute that falls short, in one sentence. */
function shortfallText(shortfall: Shortfall): string {
  const { at, fleet, regionLost, survivor } = shortfall;
  const loss = regionLost === undefined ? '' : ` without ${regionLost}`;
  const carrier = survivor === undefined ? 'no region is left and' : `${survivor} carries`;
  return [
    `first shortfall: ${at}${loss}, fleet ${fleet}: ${carrier} ${perSecond(shortfall.capacityRequestsPerSecond)} of ${perSecond(shortfall.demandRequestsPerSecond)} requests per second`,
    `  short by ${perSecond(shortfall.shortfallRequestsPerSecond)} requests per second`,
  ].join('\n');
}
