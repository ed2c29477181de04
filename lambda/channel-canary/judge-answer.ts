import type { Answer } from '../adapters/https-post';

/** Header in which a region says who it is. */
export const REGION_HEADER = 'x-kapok-region';

const COLOURS: readonly unknown[] = ['red', 'yellow', 'green', 'unknown'];

/** A compact JWS: three parts of base64url. */
const CREDENTIAL = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What is wrong with an answer to a request for a code, if anything is. */
export function problemOf(answer: Answer, region: string, nowMs: number): string | undefined {
  if (answer.status !== 200) return `status ${answer.status}`;
  const answered = answer.headers[REGION_HEADER];
  if (answered !== region) return `region ${String(answered ?? 'not named')}`;
  const code = parsed(answer.body);
  if (code === undefined) return 'the body is not a JSON object';
  if (!COLOURS.includes(code.colour)) return 'no colour';
  if (typeof code.ruleVersion !== 'string') return 'no rule version';
  if (!(Date.parse(String(code.asOf)) <= nowMs + CLOCK_TOLERANCE_MS)) return 'not of now';
  if (!(Date.parse(String(code.validUntil)) > nowMs)) return 'not valid any more';
  if (!CREDENTIAL.test(String(code.credential))) return 'no credential';
  return undefined;
}

/** The signed code in an answer that has no problem. */
export function credentialOf({ body }: Answer): string {
  return String(parsed(body)?.credential);
}

/** Both clocks are kept by AWS to milliseconds; a minute is a clock that is wrong. */
export const CLOCK_TOLERANCE_MS = 60_000;

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
