/**
 * How fast a person must come. `page`: people are not served, or the next loss would leave them
 * unserved; wake somebody. `ticket`: all are served and the next loss is covered; within a working day.
 */
export type AlarmSeverity = 'page' | 'ticket';

/** Which stacks have alarms of a kind. */
export type AlarmPlace = 'Data' | 'Region' | 'Drill' | 'Routing';

/** What one kind of alarm tells an operator. */
export interface AlarmKind {
  /** First part of the names of its alarms after the plan's; unique, and frozen once deployed. */
  readonly id: string;
  readonly severity: AlarmSeverity;
  /** What is the case while it is on, in a sentence without a full stop. */
  readonly meaning: string;
  /** Heading in the runbook. */
  readonly heading: string;
  readonly places: readonly AlarmPlace[];
}

/** File that says what to do about each kind. */
export const RUNBOOK_FILE = 'RUNBOOK.md';

/** Where the runbook treats of a kind, as a link; GitHub makes the anchor from the heading this way. */
export function runbookLink({ heading }: Pick<AlarmKind, 'heading'>): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
  return `${RUNBOOK_FILE}#${anchor}`;
}
