import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { unknownChannel } from '../channels/unknown-channel';
import type { IClock } from '../clock';
import { JSON_TYPE } from '../errors/error-responses';
import { validated } from '../errors/validation';
import { identityFields } from '../people/identity';
import type { CodeService } from './show-code';

/** Longest body of a request for a code, bytes: an ID type and number take 50. */
export const CODE_BODY_LIMIT = 1_024;

/** What the routes of the code need. */
export interface CodeRoutesOptions {
  readonly channels: readonly string[];
  readonly codes: CodeService;
  readonly clock: IClock;
}

/** `POST /channels/:channel/code` shows a person's code. */
export function registerCodes(app: FastifyInstance, options: CodeRoutesOptions): void {
  const { channels, codes, clock } = options;
  const body = z.strictObject(identityFields(clock));
  app.post<{ Params: { channel: string } }>(
    '/channels/:channel/code',
    { bodyLimit: CODE_BODY_LIMIT },
    async (request, reply) => {
      const { channel } = request.params;
      if (!channels.includes(channel)) throw unknownChannel(channels);
      const code = await codes.show(validated(body, request.body), channel);
      return reply
        .header('content-type', JSON_TYPE)
        .header('cache-control', 'no-store')
        .send(JSON.stringify(code));
    },
  );
}
