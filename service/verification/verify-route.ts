import * as z from 'zod';
import type { ChannelCaller, CheckpointCaller } from '../channels/channel-caller';
import { CHANNEL_PARAMS } from '../channels/channel-params';
import { COLOUR, MASKED_NAME, TEXT, TIME } from '../http/answer-parts';
import type { Routes } from '../http/routes';
import { EPOCH_SECONDS, EPOCH_TOLERANCE } from '../web/verify/epoch';
import { QR_TEXT_LENGTH } from '../web/verify/qr-text';
import type { Warning } from '../web/verify/verdict';
import { WARNING_TEXTS } from '../web/verify/verdict-texts';
import { ONLINE_STATE_TEXTS, type OnlineVerdict } from './online-states';
import type { Verification } from './verification';

/** Longest body, bytes: the longest QR text with its braces, and room for spaces. */
export const VERIFY_BODY_LIMIT = QR_TEXT_LENGTH + 256;

const QR_FORMAT = `The whole text of the QR code, as it was scanned: \`<JWS>\`, or, of a credential that is bound to a phone
(claim \`cnf.dev\`), \`<JWS>.<epoch>.<proof>\`. \`epoch\` is the Unix time in seconds divided by ${EPOCH_SECONDS}, rounded down, in
decimal; \`proof\` is the base64url of the 64 bytes (r and s) of an ECDSA signature (P-256, SHA-256) by the phone's key
over the ASCII text \`<JWS>.<epoch>\`. Epochs up to ${EPOCH_TOLERANCE} before or after the present one are taken.`;

/** `POST /channels/:channel/verify`. */
export const VERIFY_ROUTE = {
  method: 'POST',
  path: '/channels/:channel/verify',
  id: 'verifyCode',
  summary:
    'Says whether a scanned code is genuine and holds at this moment; the least that a gate needs, and the colour only of a code that does.',
  priority: 'verify',
  caller: 'checkpoint',
  params: CHANNEL_PARAMS,
  body: z.strictObject({ qr: z.string().min(1).max(QR_TEXT_LENGTH).describe(QR_FORMAT) }),
  bodyLimit: VERIFY_BODY_LIMIT,
  answer: z.object({
    state: z.enum(namesOf(ONLINE_STATE_TEXTS)),
    text: TEXT,
    colour: COLOUR.optional(),
    name: MASKED_NAME.optional(),
    asOf: TIME.optional(),
    freshUntil: TIME.optional(),
    validUntil: TIME.optional(),
    warnings: z
      .array(z.object({ id: z.enum(namesOf(WARNING_TEXTS)), text: TEXT }))
      .max(namesOf(WARNING_TEXTS).length),
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

function answerOf({ state, warnings, ...view }: OnlineVerdict) {
  const told = warnings.map((id) => ({ id, text: WARNING_TEXTS[id] }));
  return { state, text: ONLINE_STATE_TEXTS[state], ...view, warnings: told };
}

function namesOf<Name extends OnlineVerdict['state'] | Warning>(
  texts: Readonly<Record<Name, unknown>>,
): Name[] {
  return Object.keys(texts) as Name[];
}
