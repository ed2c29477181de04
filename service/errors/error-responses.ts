import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { GatedRequest } from '../gate/exchange';
import type { QuietLog } from '../logging/quiet-log';
import { type ErrorCode, isRefusal } from './error-codes';
import { ServiceError } from './service-error';

declare module 'fastify' {
  interface FastifyReply {
    /** What went wrong, when something did. */
    errorCode?: ErrorCode;
  }
}

/** Media type of every answer that is data. */
export const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers with an error; a fault of ours is logged, whatever it was. */
export function sendError(reply: FastifyReply, error: ServiceError, log: QuietLog): FastifyReply {
  if (error.status >= 500 && !isRefusal(error.status, error.code)) {
    // The route's pattern, never the address received: that may hold an ID number.
    const { routeOptions, raw } = reply.request ?? {};
    // The id that the answer carries, by which a caller's report is found again.
    const requestId = (raw as GatedRequest | undefined)?.kapok?.id;
    const fields = { requestId, route: routeOptions?.url, code: error.code };
    log.failure({ ...fields, err: error.cause ?? error }, error.message);
  }
  reply.errorCode = error.code;
  if (error.retryAfterSec !== undefined) reply.header('retry-after', error.retryAfterSec);
  return reply
    .code(error.status)
    .header('content-type', JSON_TYPE)
    .send(JSON.stringify({ error: error.toBody() }));
}

/** Turns whatever a route or the framework threw into an answer. */
export function errorHandler(log: QuietLog) {
  return (thrown: FastifyError | ServiceError, request: FastifyRequest, reply: FastifyReply) =>
    sendError(reply, thrown instanceof ServiceError ? thrown : fromFramework(thrown, request), log);
}

const FROM_FRAMEWORK: Readonly<Record<string, (request: FastifyRequest) => ServiceError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new ServiceError('KAPOK_BODY_TYPE', 'the body is not declared as JSON', {
      allowed: ['application/json'],
      fix: 'send content-type: application/json',
    }),
  FST_ERR_CTP_BODY_TOO_LARGE: tooLong,
  FST_ERR_CTP_EMPTY_JSON_BODY: malformedBody,
  FST_ERR_CTP_INVALID_JSON_BODY: malformedBody,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: malformedBody,
};

function fromFramework(thrown: FastifyError, request: FastifyRequest): ServiceError {
  const known = FROM_FRAMEWORK[thrown.code];
  if (known !== undefined) return known(request);
  if (thrown instanceof SyntaxError) return malformedBody();
  const status = thrown.statusCode ?? 500;
  return status >= 400 && status < 500 ? malformedRequest() : internal(thrown);
}

/** Whoever sends one thing cannot send it in pieces; whoever sends many can. */
function tooLong({ routeOptions: { bodyLimit, url } }: FastifyRequest): ServiceError {
  const pieces = url?.startsWith(BATCHES) ? ', in smaller batches' : '';
  return new ServiceError('KAPOK_BODY_SIZE', 'the body is too long', {
    fix: `send ${bodyLimit} bytes at most${pieces}`,
  });
}

/** Routes that take many records at once. */
const BATCHES = '/records/';

function malformedBody(): ServiceError {
  return new ServiceError('KAPOK_BODY_MALFORMED', 'the body is not well-formed JSON', {
    fix: 'send one JSON object and its exact length',
  });
}

/** For a request that cannot even be routed. */
export function malformedRequest(): ServiceError {
  return new ServiceError('KAPOK_REQUEST_MALFORMED', 'the request cannot be read', {
    fix: 'send a well-formed HTTP/1.1 request',
  });
}

function internal(cause: unknown): ServiceError {
  return new ServiceError('KAPOK_INTERNAL', 'the service failed', {
    fix: 'try again later; the failure was logged',
    cause,
  });
}
