import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { JSON_TYPE } from '../errors/error-responses';
import { validated } from '../errors/validation';
import type { RouteInput, RouteSpec } from './route';

/** Finds out who asks; throws a ServiceError for whoever may not. */
export type Authenticate<Caller> = (request: FastifyRequest, spec: RouteSpec) => Promise<Caller>;

/** What `Routes` needs. */
export interface RoutesOptions<Caller> {
  readonly app: FastifyInstance;
  readonly authenticate: Authenticate<Caller>;
}

type Parsed<Schema extends z.ZodType | undefined> = Schema extends z.ZodType
  ? z.output<Schema>
  : undefined;

/**
 * Registers routes from their specs: who asks is found out first, then what was sent is validated, and
 * what the handler returns is sent as JSON that nobody stores. A handler that sends a reply of its own
 * returns that reply.
 */
export class Routes<Caller> {
  private readonly registered: RouteSpec[] = [];

  constructor(private readonly options: RoutesOptions<Caller>) {}

  /** Every spec, in the order of registration. */
  get specs(): readonly RouteSpec[] {
    return this.registered;
  }

  /** Adds a route. */
  add<const Spec extends RouteSpec>(
    spec: Spec,
    handler: (
      input: RouteInput<
        Parsed<Spec['params']>,
        Parsed<Spec['query']>,
        Parsed<Spec['body']>,
        Caller
      >,
      reply: FastifyReply,
    ) => Promise<unknown> | unknown,
  ): void {
    const { app, authenticate } = this.options;
    this.registered.push(spec);
    app.route({
      method: spec.method,
      url: spec.path,
      bodyLimit: spec.bodyLimit ?? 1,
      handler: async (request, reply) => {
        const caller = await authenticate(request, spec);
        const input = { ...parsed(spec, request), caller, request };
        const answer = await handler(input as never, reply);
        return answer === reply ? reply : sendJson(reply, answer);
      },
    });
  }
}

function parsed(spec: RouteSpec, request: FastifyRequest) {
  const parse = (schema: z.ZodType | undefined, data: unknown) =>
    schema === undefined ? undefined : validated(schema, data);
  return {
    params: parse(spec.params, request.params),
    query: parse(spec.query, request.query),
    body: parse(spec.body, request.body),
  };
}

function sendJson(reply: FastifyReply, answer: unknown): FastifyReply {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  return reply.header('content-type', JSON_TYPE).send(JSON.stringify(answer));
}
