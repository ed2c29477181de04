import { z } from 'zod';

// The `error` texts complete the sentence "allowed: ..." of a problem.
/** A text of one form; what is no text at all is refused in the same words. */
export function textOf(pattern: RegExp, allowed: string) {
  return z.string({ error: allowed }).regex(pattern, { error: allowed });
}
