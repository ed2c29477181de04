import type { FastifyRequest } from 'fastify';
import type * as z from 'zod';
import type { Priority } from '../admission/priority';
import type { ErrorCode } from '../errors/error-codes';

/** Who may ask: by a channel's token, by a signature over the request, or anyone. */
export type CallerKind = 'anyone' | 'citizen' | 'checkpoint' | 'staff' | 'source' | 'supervisor';

/**
 * A route as data: what admission, validation and the API reference are made from. Schemas are of
 * bodies, parameters and queries after parsing; all times are ISO 8601.
 */
export interface RouteSpec<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST';
  /** As Fastify writes it: `/channels/:channel/code`. */
  readonly path: string;
  /** Unique name in the API reference: `showCode`. */
  readonly id: string;
  /** One sentence for the API reference. */
  readonly summary: string;
  /** `exempt`: never refused; for health only. */
  readonly priority: Priority | 'exempt';
  readonly caller: CallerKind;
  readonly params?: Params;
  readonly query?: Query;
  /** Headers that the handler looks at, for the API reference; those of every route are not listed. */
  readonly headers?: z.ZodObject;
  /** Absent: the route looks at no body. */
  readonly body?: Body;
  /**
   * Longest body, bytes.
   * @default DEFAULT_BODY_LIMIT with a body schema, NO_BODY_LIMIT without
   */
  readonly bodyLimit?: number;
  /** Of the answer with status 200. */
  readonly answer: z.ZodType;
  /** @default application/json */
  readonly answerType?: string;
  /** Headers of the answer beside those that every answer has. */
  readonly answerHeaders?: readonly ('age' | 'retry-after')[];
  /** Whether it carries an `etag`, and answers 304 to who sends that back as `if-none-match`. */
  readonly isConditional?: boolean;
  /** Codes that this route answers with, beyond those any route may. */
  readonly errors: readonly ErrorCode[];
}

/** Who a route of a kind is asked by: of all callers those whose scope it is, where they have one. */
export type CallerOf<Caller, Kind extends CallerKind> = [
  Extract<Caller, { readonly scope: Kind }>,
] extends [never]
  ? Caller
  : Extract<Caller, { readonly scope: Kind }>;

/** What a handler gets, validated. */
export interface RouteInput<Params, Query, Body, Caller> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  readonly request: FastifyRequest;
}
