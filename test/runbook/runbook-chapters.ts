import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RUNBOOK_FILE } from '../../lib/constructs/alarms/alarm-kind';

/** A heading of the runbook with the text below it, up to the next one of its level. */
export interface RunbookSection {
  readonly heading: string;
  readonly text: string;
}

/** What every section is made of, in this order. */
export const PARTS: readonly string[] = [
  'Description',
  'Investigation',
  'Resolution',
  'When not to use',
];

const TEXT = readFileSync(resolve(__dirname, '../..', RUNBOOK_FILE), 'utf8');

/** The whole runbook. */
export function runbookText(): string {
  return TEXT;
}

/** Sections of the third level below one heading of the second. */
export function sectionsOf(chapter: string): readonly RunbookSection[] {
  const found = split(TEXT, '## ').find(({ heading }) => heading === chapter);
  if (found === undefined) throw new Error(`the runbook has no chapter ${chapter}`);
  return split(found.text, '### ');
}

/** All headings of the second and third level. */
export function headings(): readonly string[] {
  return [...TEXT.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => String(heading));
}

/** The named parts of a section, and what stands before the first. */
export function partsOf(text: string): {
  readonly before: string;
  readonly parts: readonly { readonly name: string; readonly text: string }[];
} {
  const [before = '', ...rest] = text.split(/^\*\*(?=[^*\n]+\.\*\*)/m);
  const parts = rest.map((part) => {
    const [name = '', ...lines] = part.split('.**');
    return { name, text: lines.join('.**') };
  });
  return { before: before.trim(), parts };
}

function split(text: string, mark: string): readonly RunbookSection[] {
  const [, ...parts] = `\n${text}`.split(`\n${mark}`);
  return parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return { heading, text: lines.join('\n') };
  });
}
