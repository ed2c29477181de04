import { bytesOf } from './base64url';

/** Type in the header of a credential. */
export const CREDENTIAL_TYPE = 'JWT';

/** What a credential can say. */
export const COLOURS = ['red', 'yellow', 'green', 'unknown'] as const;

/** One of `COLOURS`. */
export type Colour = (typeof COLOURS)[number];

/** The claims that verifying takes; times in seconds since 1970. */
export interface Claims {
  readonly iss: string;
  /** Pseudonym of the day. */
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly fresh: number;
  readonly colour: Colour;
  /** Masked; a name that is not is left out, so that nobody at a gate reads a full one. */
  readonly name?: string;
  /** The phone's public key as a compressed point, when the credential is bound to a phone. */
  readonly device?: string;
}

/** One letter of any script and up to three stars. */
const MASKED = /^\p{L}\*{1,3}$/u;

/** Compressed point: a sign and 32 bytes. */
const DEVICE_BYTES = 33;

/** Last second of the year 9999, up to which times have four-digit years. */
const LAST_SECOND = 253_402_300_799;

/** Reads claims; a binding that cannot be read must not pass for none. */
export function tryReadClaims(payload: unknown): Claims | undefined {
  const { iss, sub, iat, exp, fresh, colour, name, cnf } = (payload ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof iss !== 'string' || typeof sub !== 'string' || !isColour(colour)) return undefined;
  if (!isTime(iat) || !isTime(exp) || !isTime(fresh)) return undefined;
  const device = cnf === undefined ? undefined : (cnf as { dev?: unknown } | null)?.dev;
  if (cnf !== undefined && !isPoint(device)) return undefined;
  return {
    ...{ iss, sub, iat, exp, fresh, colour },
    ...(typeof name === 'string' && MASKED.test(name) && { name }),
    ...(isPoint(device) && { device }),
  };
}

function isColour(value: unknown): value is Colour {
  return COLOURS.includes(value as Colour);
}

function isTime(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LAST_SECOND;
}

function isPoint(value: unknown): value is string {
  try {
    return typeof value === 'string' && bytesOf(value).length === DEVICE_BYTES;
  } catch {
    return false;
  }
}
