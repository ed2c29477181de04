import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildPage, PAGE_FOLDER } from './page-build';
import { programBuild } from './program-build';

/** File of the bundle that starts the service. */
export const SERVICE_ENTRY = 'main.js';

/** Builds the service into a folder: one program that needs nothing but Node, and what phones load. */
export function buildService(folder: string): void {
  buildSync({ ...programBuild('service', 'main.ts'), outfile: join(folder, SERVICE_ENTRY) });
  buildPage(join(folder, PAGE_FOLDER));
}
