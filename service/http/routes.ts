import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { JSON_TYPE } from '../errors/error-responses';
import { validated } from '../errors/validation';
import type { CallerOf, RouteInput, RouteSpec } from './route';

/** Longest body of a route that does not say: a handful of short fields. */
export const DEFAULT_BODY_LIMIT = 4 * 1_024;

/**
 * Longest body of a route that looks at none, bytes: `{}`, which some HTTP clients send when there is
 * nothing to say. Fastify takes no limit of 0.
 */
export const NO_BODY_LIMIT = 2;

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
 * what the handler returns is sent as JSON that nobody stores, unless it has sent a reply of its own. It
 * must not return that reply: to wait for one is to wait until the caller has received it.
 *
 * What comes in the path counts as much as what comes in the body: a route whose path has parameters
 * and no schema for them is refused when it is added.
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
        CallerOf<Caller, Spec['caller']>
      >,
      reply: FastifyReply,
    ) => Promise<unknown> | unknown,
  ): void {
    const { app, authenticate } = this.options;
    requireWholeSpec(spec, this.registered);
    this.registered.push(spec);
    app.route({
      method: spec.method,
      url: spec.path,
      bodyLimit: bodyLimitOf(spec),
      handler: async (request, reply) => {
        const caller = await authenticate(request, spec);
        const input = {
          params: parsed(spec.params, request.params),
          query: parsed(spec.query, request.query),
          body: parsed(spec.body, request.body),
          caller,
          request,
        };
        const answer = await handler(input as never, reply);
        if (!reply.sent) sendJson(reply, answer);
      },
    });
  }
}

/** What a route takes at most. */
export function bodyLimitOf({ body, bodyLimit }: RouteSpec): number {
  return bodyLimit ?? (body === undefined ? NO_BODY_LIMIT : DEFAULT_BODY_LIMIT);
}

/** Mistakes in the program, found as it starts. */
function requireWholeSpec(spec: RouteSpec, others: readonly RouteSpec[]): void {
  if (others.some(({ id }) => id === spec.id)) throw new Error(`two routes are called ${spec.id}`);
  if (spec.path.includes('/:') && spec.params === undefined) {
    throw new Error(`the route ${spec.id} has no schema for the parameters of its path`);
  }
}

function parsed(schema: z.ZodType | undefined, data: unknown): unknown {
  return schema === undefined ? undefined : validated(schema, data);
}

function sendJson(reply: FastifyReply, answer: unknown): void {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  reply.header('content-type', JSON_TYPE).send(JSON.stringify(answer));
}
