import { dirname, join } from 'node:path';

/** Absolute path of a file of this project; code that is deployed is pointed at, never imported. */
export function projectFile(...parts: readonly string[]): string {
  return join(dirname(dirname(__dirname)), ...parts);
}
