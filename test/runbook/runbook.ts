import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The runbook, from the root of the project. */
export const RUNBOOK = 'RUNBOOK-restore.part.md';

/** Text under one heading of the second level; throws when there is none. */
export function runbookSection(heading: string): string {
  const text = readFileSync(resolve(__dirname, '../..', RUNBOOK), 'utf8');
  const start = text.indexOf(`## ${heading}\n`);
  if (start === -1) throw new Error(`${RUNBOOK} has no heading ${heading}`);
  const [, section = ''] = text.slice(start).split(/^## /m);
  return section;
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
