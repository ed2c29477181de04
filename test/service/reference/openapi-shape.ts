const TEXT = { type: 'string' } as const;
const MAP = (of: object) => ({ type: 'object', additionalProperties: of });
const REF = (name: string) => ({ $ref: `#/$defs/${name}` });

/** What a document must be to be one of OpenAPI 3.1, as far as ours uses it. */
export const OPENAPI_SHAPE = {
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  additionalProperties: false,
  properties: {
    openapi: { const: '3.1.0' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      additionalProperties: false,
      properties: { title: TEXT, version: TEXT, description: TEXT },
    },
    servers: { type: 'array', items: { type: 'object', required: ['url'] } },
    tags: { type: 'array', items: { type: 'object', required: ['name'] } },
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { get: REF('operation'), post: REF('operation') },
      },
    },
    components: {
      type: 'object',
      additionalProperties: false,
      properties: {
        schemas: MAP({ type: 'object' }),
        headers: MAP(REF('header')),
        securitySchemes: MAP({
          type: 'object',
          required: ['type'],
          properties: { type: { enum: ['http', 'apiKey'] } },
        }),
      },
    },
  },
  $defs: {
    operation: {
      type: 'object',
      required: ['operationId', 'summary', 'tags', 'responses'],
      additionalProperties: false,
      properties: {
        operationId: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
        summary: TEXT,
        tags: { type: 'array', items: TEXT, minItems: 1 },
        'x-kapok-priority': TEXT,
        security: { type: 'array', items: MAP({ type: 'array', items: TEXT }) },
        parameters: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'in', 'schema'],
            additionalProperties: false,
            properties: {
              name: TEXT,
              in: { enum: ['path', 'query', 'header'] },
              required: { type: 'boolean' },
              description: TEXT,
              schema: { type: 'object' },
            },
            if: { properties: { in: { const: 'path' } } },
            // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
            then: { required: ['required'], properties: { required: { const: true } } },
          },
        },
        requestBody: {
          type: 'object',
          required: ['content'],
          properties: { content: MAP(REF('media')) },
        },
        responses: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: '^[2-5]\\d\\d$' },
          additionalProperties: {
            type: 'object',
            required: ['description'],
            additionalProperties: false,
            properties: {
              description: TEXT,
              headers: MAP({ type: 'object', required: ['$ref'] }),
              content: MAP(REF('media')),
            },
          },
        },
      },
    },
    media: {
      type: 'object',
      required: ['schema'],
      additionalProperties: false,
      properties: {
        schema: { type: 'object' },
        examples: MAP({ type: 'object', required: ['value'] }),
      },
    },
    header: { type: 'object', required: ['schema'] },
  },
} as const;
