import { RUNBOOK_FILE } from '../../lib/constructs/alarms/alarm-kind';
import { sectionsOf } from './runbook-chapters';

/** Text of one procedure of the runbook; throws when there is none. */
export function procedureText(heading: string): string {
  const found = sectionsOf('Procedures').find((one) => one.heading === heading);
  if (found === undefined) throw new Error(`${RUNBOOK_FILE} has no procedure ${heading}`);
  return found.text;
}

/** The shell commands of a text, block by block, without their indentation. */
export function shellBlocks(text: string): string[] {
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(([, indent = '', block = '']) =>
    block
      .split('\n')
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join('\n'),
  );
}
