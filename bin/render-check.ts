import type { CheckReport } from '../lib/summary/check-report';
import { section } from './page';
import { renderFleets } from './render-fleets';
import { renderProof } from './render-proof';
import { renderReadiness } from './render-readiness';
import { renderCounts, renderData, renderRouting } from './render-topology';

/** The report as the page a person reads; every hour of the proof only when asked for. */
export function renderCheck(report: CheckReport, withHours: boolean): string {
  const parts = [
    closedText(report),
    nextText(report),
    ...renderFleets(report.regions, report.timeZone),
    report.routing && renderRouting(report.routing),
    renderData(report.data),
    renderCounts(report.counts),
    ...renderReadiness(report),
    section(
      'Findings',
      report.findings.flatMap(({ rule, stackName, what, fix }) => [
        `${rule} in ${stackName}: ${what}`,
        `  change   ${fix}`,
      ]),
    ),
    report.proof && renderProof(report.proof, report, withHours),
    verdictText(report),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** The last line, which is what the exit code says. */
function verdictText({ plan, holds, findings }: CheckReport): string {
  if (holds) return `${plan}: holds`;
  return `${plan}: does not hold, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
}

function closedText({ closed, timeZone }: CheckReport): string | undefined {
  if (closed === undefined) return undefined;
  const until = closed.until.toLocaleString('en-GB', {
    timeZone,
    dateStyle: 'full',
    timeStyle: 'short',
  });
  return `releases are closed until ${until} (${timeZone}): ${closed.campaign}`;
}

function nextText({ next }: CheckReport): string | undefined {
  if (next === undefined) return undefined;
  return section(`The hosted zone ${next.zoneName} comes first; nothing else can be made yet`, [
    '1. npx cdk deploy Zone           makes the zone and prints its id and name servers',
    '2. delegate the name             NS records with those servers, in the zone above it',
    '3. write domain.hostedZoneId     into the plan, then check again',
  ]);
}
