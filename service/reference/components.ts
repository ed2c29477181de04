import { ERRORS, type ErrorCode } from '../errors/error-codes';

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

/** Header of refusals. */
export const RETRY_AFTER = headerOf('Seconds to wait, at least', {
  type: 'string',
  pattern: '^\\d+$',
});

/** Ways to say who asks. */
export const SECURITY_SCHEMES = {
  channelToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'kapok-channel+jwt',
    description: 'A token that the channel signed for this user, place or member of staff',
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'signature',
    description: 'Signature over the request, label `kapok` (RFC 9421)',
  },
  signatureInput: {
    type: 'apiKey',
    in: 'header',
    name: 'signature-input',
    description: 'What is signed, when, and by which key (RFC 9421)',
  },
} as const;

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
    until: { type: 'string', format: 'date-time' },
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
