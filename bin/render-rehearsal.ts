import type { DrillPhase, Verdict } from '../lib/drill/verdict';
import type { RehearsalReport } from '../lib/twin/rehearsal/report';
import { textTable } from './text-table';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const seconds = (value: number) => `${value.toFixed(0)} s`;

/** A rehearsal's report as the text a person reads. */
export function renderRehearsal(report: RehearsalReport, timeZone: string): string {
  return [
    headline(report),
    phaseTable(report, timeZone),
    channelTable(report),
    recoveryLines(report),
    factLines(report),
    verdictLines(report.verdict),
  ].join('\n\n');
}

function headline(report: RehearsalReport): string {
  const { scenario, curve, strategy, clockRate, loadScale, timeline, processesKilled } = report;
  return [
    `${scenario}, strategy ${strategy}: ${timeline.regionLost} lost (${processesKilled} processes killed)`,
    `curve: ${curve}`,
    `clock ${clockRate}x (${clockRate} s pass in one second here), load 1:${loadScale} (one request stands for ${loadScale}), seed ${report.seed}`,
  ].join('\n');
}

function phaseTable({ verdict, regions }: RehearsalReport, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' });
  const row = (phase: DrillPhase) => [
    phase.name,
    time.format(phase.fromMs),
    ...[phase.tally.sent, phase.tally.served, phase.tally.refused, phase.tally.lost].map(String),
    ...regions.map((region) => percent(phase.shareByRegion[region] ?? 0)),
  ];
  return textTable(
    ['phase', 'from', 'sent', 'served', 'refused', 'lost', ...regions],
    verdict.phases.map(row),
  );
}

function channelTable({ verdict }: RehearsalReport): string {
  const rows = [...Object.entries(verdict.channels), ['all', verdict.total] as const];
  return textTable(
    ['channel', 'sent', 'served', 'refused', 'lost', 'served share'],
    rows.map(([name, { sent, served, refused, lost }]) => [
      name,
      ...[sent, served, refused, lost].map(String),
      percent(served / Math.max(1, sent)),
    ]),
  );
}

function recoveryLines({ verdict, formula, objectives, latencyMs }: RehearsalReport): string {
  const { recovery } = verdict;
  const expected = `formula ${formula.detectSec} s detect + ${formula.ttlSec} s TTL = ${formula.sumSec} s`;
  const measured =
    recovery === undefined
      ? 'not recovered before the end'
      : `${seconds(recovery.rtoSec)} = detect ${seconds(recovery.detectSec)} + shift ${seconds(recovery.shiftSec)} + settle ${seconds(recovery.settleSec)}`;
  return [
    `RTO           ${measured} (objective ${objectives.rtoSeconds} s; ${expected})`,
    `served        ${percent(verdict.total.served / Math.max(1, verdict.total.sent))} overall, ${percent(verdict.servedRatioOutsideRecovery)} outside the recovery window (objective ${percent(objectives.servedRatio)})`,
    `latency       p50 ${latencyMs.p50.toFixed(0)} ms, p99 ${latencyMs.p99.toFixed(0)} ms on the wall clock of this machine`,
  ].join('\n');
}

function factLines(report: RehearsalReport): string {
  const { facts, objectives } = report;
  const present = Object.entries(facts.presentByRegion)
    .map(([region, count]) => `${region} ${count}`)
    .join(', ');
  const lag =
    report.replicationLagSec === undefined
      ? 'nowhere to replicate to'
      : `lag at most ${report.replicationLagSec.toFixed(1)} s (objective ${objectives.rpoSeconds} s)`;
  return [
    `facts         ${facts.acknowledged} acknowledged; present: ${present}; lost ${facts.lost}`,
    `replication   ${lag}; ${report.writesAtRiskAtLoss} writes not yet replicated at the loss`,
  ].join('\n');
}

function verdictLines({ status, gaps, deviated, deviations }: Verdict): string {
  const lines = deviations.map(
    ({ code, what, got, allowed }) =>
      `  ${code}: ${what}\n    got      ${got}\n    allowed  ${allowed}`,
  );
  const missing = gaps.map((gap) => `  proves nothing: ${gap}`);
  return [`status: ${status}   deviated: ${deviated ? 'yes' : 'no'}`, ...missing, ...lines].join(
    '\n',
  );
}
