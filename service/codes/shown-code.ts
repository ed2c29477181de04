import * as z from 'zod';
import type { Credential } from '../credential/credential-issuer';
import { maskedName } from '../people/masked-name';
import type { Decision } from '../rules/decision';

const TEXT = z.object({ en: z.string(), zh: z.string() });

const REASON = z.object({ id: z.string(), text: TEXT });

const TIME = z.string().describe('ISO 8601');

/** A person's code as a channel gets it. */
export const SHOWN_CODE = z.object({
  colour: z.enum(['red', 'yellow', 'green', 'unknown']),
  reason: REASON,
  wayOut: REASON.extend({
    testsDone: z.number().int().optional(),
    testsNeeded: z.number().int().optional(),
    nextSampleFrom: TIME.optional(),
    endsAt: TIME.optional(),
  }).optional(),
  appeal: z.string().optional().describe('path to object on; absent for green'),
  name: z.string().optional().describe('masked'),
  test: z
    .object({
      result: z.enum(['negative', 'positive']),
      sampledAt: TIME,
      withinHours: z.number().optional(),
      withinDays: z.number().int().optional(),
    })
    .optional(),
  vaccination: z
    .object({
      state: z.enum(['booster-done', 'basic-done', 'basic-not-done', 'not-suitable', 'no-record']),
      lastAt: TIME.optional(),
    })
    .optional(),
  ruleVersion: z.string(),
  asOf: TIME.describe('when the facts were read'),
  freshUntil: TIME.describe('until when the phone need not ask again'),
  validUntil: TIME.describe('until when the credential verifies'),
  credential: z.string().describe('compact JWS'),
  member: z.string().optional(),
  sources: z
    .record(z.string(), TIME)
    .optional()
    .describe('newest record that the region has, by kind'),
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
    appeal: decision.colour === 'green' ? undefined : `/channels/${channel}/appeals`,
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
