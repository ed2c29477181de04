import { CHANNEL_TOKEN_TYPE } from '../channels/channel-tokens';
import type { Fleet } from '../config';
import { ERRORS, type ErrorCode } from '../errors/error-codes';
import { SIGNATURE_LABEL } from '../signatures/signature-input';

const TEXT = { type: 'string' } as const;

const headerOf = (text: string, schema: object = TEXT) => ({ description: text, schema });

/** Headers that every answer of each fleet has. */
export const COMMON_HEADERS = {
  'x-kapok-region': headerOf('The region that answers'),
  'x-kapok-instance': headerOf('The instance that answers'),
  'x-request-id': headerOf("The request's own id, or one that was made for it"),
} as const;

/** Headers that answers of the citizen fleet have besides, whatever they say. */
export const CITIZEN_HEADERS = {
  'x-kapok-standing': headerOf('Whether the region serves; ask another one when it does not', {
    enum: ['serving', 'evacuated'],
  }),
  'x-kapok-regions': headerOf(
    'Live regions, `<region>=<origin name>;<serving|evacuated>`, separated by commas',
  ),
  'x-kapok-level': headerOf('Level of the ladder of degradation', {
    enum: ['0', '1', '2', '3', '4'],
  }),
  'x-kapok-panels': headerOf(
    'JSON: the panels that are not shown in full, why and until when; absent while all are',
  ),
} as const;

/** Headers that some answers have. */
export const ANSWER_HEADERS = {
  'retry-after': headerOf('Seconds to wait, at least; another number for each caller', {
    type: 'string',
    pattern: '^\\d+$',
  }),
  age: headerOf('Seconds since the records were read, where the answer was not made anew', {
    type: 'string',
    pattern: '^\\d+$',
  }),
  etag: headerOf('Names this version of the answer; to be sent back as `if-none-match`'),
  'cache-control': headerOf('How long the answer may be kept'),
} as const;

const CHANNEL_TOKEN_SCHEME = {
  channelToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: CHANNEL_TOKEN_TYPE,
    description:
      'A token that the channel signed for this user, place or member of staff; see "Tokens of channels" above. The scope that an operation needs stands beside it.',
  },
} as const;

const SIGNATURE_SCHEMES = {
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'signature',
    description: `Signature over the request, label \`${SIGNATURE_LABEL}\` (RFC 9421); see "Signatures" above`,
  },
  signatureInput: {
    type: 'apiKey',
    in: 'header',
    name: 'signature-input',
    description:
      'What is signed, when, and by which key (RFC 9421); sent together with `signature`. The role that an operation needs stands beside that.',
  },
} as const;

/** Ways to say who asks, in a fleet. */
export function securitySchemesOf(fleet: Fleet) {
  return fleet === 'citizen' ? CHANNEL_TOKEN_SCHEME : SIGNATURE_SCHEMES;
}

/** What every error looks like. */
export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'fix'],
      additionalProperties: false,
      properties: {
        code: { enum: Object.keys(ERRORS) },
        message: { type: 'string', description: 'What went wrong; may change' },
        field: { type: 'string', description: 'Path of the field: `records[3].result`' },
        allowed: { type: 'array', items: { type: 'string' } },
        fix: { type: 'string', description: 'What to change' },
        panel: { $ref: '#/components/schemas/ShedPanel' },
      },
    },
  },
} as const;

/** What is said of a panel that is not served. */
export const SHED_PANEL_SCHEMA = {
  type: 'object',
  description: 'Of `KAPOK_PANEL_OFF`',
  required: ['panel', 'state', 'reason', 'text'],
  additionalProperties: false,
  properties: {
    panel: { enum: ['test', 'vaccination'] },
    state: { enum: ['summary', 'off'] },
    reason: { enum: ['none', 'overload', 'store', 'pinned'] },
    until: {
      type: 'string',
      format: 'date-time',
      description: 'ISO 8601 in UTC; absent where nobody knows',
    },
    text: {
      type: 'object',
      required: ['en', 'zh'],
      additionalProperties: false,
      properties: { en: TEXT, zh: TEXT },
    },
  },
} as const;

/** An example of an error. */
export function errorExample(code: ErrorCode) {
  const { means, change } = ERRORS[code];
  return { summary: means, value: { error: { code, message: means, fix: change } } };
}
