import * as z from 'zod';
import type { ChannelCaller, CheckpointCaller } from '../channels/channel-caller';
import type { Routes } from '../http/routes';
import { COLOURS } from '../web/verify/claims';
import { QR_TEXT_LENGTH } from '../web/verify/qr-text';
import type { Verdict, Warning } from '../web/verify/verdict';
import { STATE_TEXTS, WARNING_TEXTS } from '../web/verify/verdict-texts';
import type { Verification } from './verification';

/** Longest body, bytes: the longest QR text with its braces, and room for spaces. */
export const VERIFY_BODY_LIMIT = QR_TEXT_LENGTH + 256;

const TEXT = z.object({ en: z.string(), zh: z.string() });
const TIME = z.iso.datetime();

/** `POST /channels/:channel/verify`. */
export const VERIFY_ROUTE = {
  method: 'POST',
  path: '/channels/:channel/verify',
  id: 'verifyCode',
  summary:
    'Says whether a scanned code is genuine and holds at this moment; the least that a gate needs, and the colour only of a code that does.',
  priority: 'verify',
  caller: 'checkpoint',
  params: z.object({ channel: z.string() }),
  body: z.strictObject({ qr: z.string().min(1).max(QR_TEXT_LENGTH) }),
  bodyLimit: VERIFY_BODY_LIMIT,
  answer: z.object({
    state: z.enum(namesOf(STATE_TEXTS)),
    text: TEXT,
    colour: z.enum(COLOURS).optional(),
    /** Masked. */
    name: z.string().optional(),
    asOf: TIME.optional(),
    freshUntil: TIME.optional(),
    validUntil: TIME.optional(),
    warnings: z.array(z.object({ id: z.enum(namesOf(WARNING_TEXTS)), text: TEXT })),
  }),
  errors: [],
} as const;

/** Adds the route for checkpoints that are online. */
export function addVerify(
  routes: Routes<ChannelCaller | undefined>,
  verification: Verification,
): void {
  routes.add(VERIFY_ROUTE, async ({ body, caller }) =>
    // Only checkpoints pass the authentication of this route.
    answerOf(await verification.verify(body.qr, caller as CheckpointCaller)),
  );
}

function answerOf({ state, warnings, ...view }: Verdict) {
  const told = warnings.map((id) => ({ id, text: WARNING_TEXTS[id] }));
  return { state, text: STATE_TEXTS[state], ...view, warnings: told };
}

function namesOf<Name extends Verdict['state'] | Warning>(
  texts: Readonly<Record<Name, unknown>>,
): Name[] {
  return Object.keys(texts) as Name[];
}
