import * as z from 'zod';
import { appealPath } from '../channels/appeal-path';
import type { Credential } from '../credential/credential-issuer';
import {
  APPEAL,
  COLOUR,
  MASKED_NAME,
  REASON,
  TEST_PANEL,
  TIME,
  VACCINATION_PANEL,
  WAY_OUT,
} from '../http/answer-parts';
import { maskedName } from '../people/masked-name';
import type { Decision } from '../rules/decision';

/** A person's code as a channel gets it. */
export const SHOWN_CODE = z.object({
  colour: COLOUR,
  reason: REASON,
  wayOut: WAY_OUT.optional(),
  appeal: APPEAL.optional(),
  name: MASKED_NAME.optional(),
  test: TEST_PANEL.optional(),
  vaccination: VACCINATION_PANEL.optional(),
  ruleVersion: z.string(),
  asOf: TIME.describe('When the facts were read; ISO 8601 in UTC'),
  freshUntil: TIME.describe('Until when the phone need not ask again; ISO 8601 in UTC'),
  validUntil: TIME.describe('Until when the credential verifies; ISO 8601 in UTC'),
  credential: z
    .string()
    .describe(
      'Compact JWS (ES256, keys at `/.well-known/jwks.json`): what the QR code begins with',
    ),
  member: z.string().optional().describe("Whose code it is, where it is a family member's"),
  sources: z
    .record(z.string(), TIME)
    .optional()
    .describe('When the newest record of each kind happened, of those this region has'),
});

/** One `SHOWN_CODE`. */
export type ShownCode = z.infer<typeof SHOWN_CODE>;

/** What a code is put together from. */
export interface ShownCodeParts {
  readonly channel: string;
  readonly decision: Decision;
  readonly credential: Credential;
  readonly asOfMs: number;
  readonly name?: string | undefined;
  readonly member?: string | undefined;
  readonly sources?: Readonly<Record<string, string>> | undefined;
}

/** Puts a code together. */
export function shownCode(parts: ShownCodeParts): ShownCode {
  const { channel, decision, credential, asOfMs, name, member, sources } = parts;
  return {
    colour: decision.colour,
    reason: decision.reason,
    wayOut: decision.wayOut,
    appeal: decision.colour === 'green' ? undefined : appealPath(channel, member),
    name: name === undefined ? undefined : maskedName(name),
    test: decision.test,
    vaccination: decision.vaccination,
    ruleVersion: decision.ruleVersion,
    asOf: new Date(asOfMs).toISOString(),
    freshUntil: isoOf(credential.freshUntil),
    validUntil: isoOf(credential.validUntil),
    credential: credential.token,
    member,
    sources: sources === undefined || Object.keys(sources).length === 0 ? undefined : sources,
  };
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
