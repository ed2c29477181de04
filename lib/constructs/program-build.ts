import type { BuildOptions } from 'esbuild';
import { projectFile } from './project-root';

/** How a program becomes one file that needs nothing but Node, its libraries included. */
export function programBuild(...entry: readonly string[]): BuildOptions {
  return {
    entryPoints: [projectFile(...entry)],
    absWorkingDir: projectFile(),
    bundle: true,
    platform: 'node',
    // Node 24 runs it when deployed; rehearsals run the same file on Node 20.
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  };
}
