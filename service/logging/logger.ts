import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { IClock } from '../clock';
import type { ServiceConfig } from '../config';

/** Where the service writes what an operator should know. */
export type ServiceLogger = Logger;

/** Eighteen characters of the form of a resident number that stand alone. */
const ID_NUMBER = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g;

/** What stands in place of a resident number. */
export const REDACTED = '[redacted]';

/** How far a chain of causes is followed. */
const CAUSE_DEPTH = 3;

/** Standard output, written at once: a line about the end of the process must not be lost with it. */
export function standardOutput(): DestinationStream {
  return destination({ fd: 1, sync: true });
}

/**
 * The process's log: one JSON line per event on stdout. Nothing logs an ID number on purpose; the
 * redaction is the last line against a library's message that quotes one.
 */
export function createLogger(
  config: Pick<ServiceConfig, 'region' | 'fleet' | 'instance'>,
  clock: IClock,
  stream: DestinationStream = standardOutput(),
): ServiceLogger {
  return pino(
    {
      base: { region: config.region, fleet: config.fleet, instance: config.instance },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['idNumber', '*.idNumber', '*.*.idNumber'], censor: REDACTED },
      serializers: { err: (error: unknown) => serialiseError(error, CAUSE_DEPTH) },
      hooks: { streamWrite: (line) => line.replace(ID_NUMBER, REDACTED) },
    },
    stream,
  );
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
