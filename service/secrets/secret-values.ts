import * as z from 'zod';

/** An ES256 public key as a JSON Web Key; a private number beside it is dropped unread. */
const PUBLIC_JWK = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().min(1),
  y: z.string().min(1),
  kid: z.string().min(1),
});

const PRIVATE_JWK = PUBLIC_JWK.extend({ d: z.string().min(1) });

const SIGNING_KEYS = z.object({
  current: PRIVATE_JWK,
  /** Signs after the next rotation; a set from before rotation has none. */
  next: PUBLIC_JWK.optional(),
  /** Sign no more; their credentials still verify. */
  previous: z.array(PUBLIC_JWK),
});

/** What the signing-key secret holds. */
export type SigningKeySet = z.infer<typeof SIGNING_KEYS>;

const PEPPER = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((text) => Buffer.from(text, 'hex'));

/** A secret does not hold what it should; it may be about to be filled for the first time. */
export class SecretValueError extends Error {
  readonly code = 'KAPOK_SECRET_VALUE';
}

/** Reads the value of the signing-key secret. */
export function readSigningKeys(text: string): SigningKeySet {
  return checked(SIGNING_KEYS, parseJson(text), 'the signing-key secret is not a key set');
}

/** Reads the value of the pepper secret. */
export function readPepper(text: string): Buffer {
  return checked(PEPPER, text.trim(), 'the pepper secret is not 64 hex characters');
}

/** No detail of the value may leave: it is a secret, even when it is a wrong one. */
function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  message: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new SecretValueError(message);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
