import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { IClock } from '../clock';
import type { ServiceConfig } from '../config';

/** Where the service writes what an operator should know. */
export type ServiceLogger = Logger;

/**
 * What must not stand in a line, wherever it comes from: a message of a library quotes what it was given.
 * Residents' numbers of 15 and 18 characters, among them those of residents from abroad; the letters and
 * digits of passports, of permits of Hong Kong and Macao and of identity cards of Hong Kong, in capitals
 * as they are printed, or parts of request ids would be taken for them; compact JWS, whose header begins
 * with a quoted name; credentials of a header; and every Han character: the service's own lines are
 * English, so such can only be somebody's name or words. A permit for residents of Taiwan has eight
 * digits like many a number; of those only the field tells.
 */
const PERSONAL: readonly RegExp[] = [
  /(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}|[A-Z]{1,2}\d{7,10}|[A-Z]{1,2}\d{6}\(?[\dA]\)?)(?![0-9A-Za-z])/g,
  /eyJ[\w-]{8,}(?:\.[\w-]+)*/g,
  /(?<=\bbearer )[^\s"\\]+/gi,
  /\p{Script=Han}+(?:[·•\s]*\p{Script=Han}+)*/gu,
];

/** Fields that hold what concerns one person, under any object of a line. */
const PERSONAL_FIELDS = ['idNumber', 'name', 'sub', 'authorization', 'token', 'credential'];

/** What stands in place of what was taken out. */
export const REDACTED = '[redacted]';

/** How far a chain of causes is followed. */
const CAUSE_DEPTH = 3;

/** Standard output, written at once: a line about the end of the process must not be lost with it. */
export function standardOutput(): DestinationStream {
  return destination({ fd: 1, sync: true });
}

/**
 * The process's log: one JSON line per event on stdout. Nothing logs personal data on purpose; the
 * redaction is the last line against a library's message that quotes it.
 */
export function createLogger(
  config: Pick<ServiceConfig, 'region' | 'fleet' | 'instance'> & { readonly worker?: number },
  clock: IClock,
  stream: DestinationStream = standardOutput(),
): ServiceLogger {
  const { region, fleet, instance, worker } = config;
  return pino(
    {
      base: { region, fleet, instance, worker },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: PERSONAL_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: REDACTED,
      },
      serializers: { err: (error: unknown) => serialiseError(error, CAUSE_DEPTH) },
      hooks: { streamWrite: withoutPersonal },
    },
    stream,
  );
}

function withoutPersonal(line: string): string {
  return PERSONAL.reduce((text, pattern) => text.replace(pattern, REDACTED), line);
}

/** Only what explains the error: errors of the AWS SDK carry whole requests and items. */
function serialiseError(error: unknown, depth: number): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    code: typeof code === 'string' ? code : undefined,
    message: error.message,
    stack: error.stack,
    cause:
      error.cause === undefined || depth === 0 ? undefined : serialiseError(error.cause, depth - 1),
  };
}
