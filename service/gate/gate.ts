import type { IncomingMessage, ServerResponse } from 'node:http';
import { DELAY_BUDGET_MS, type IAdmission, type Priority, type TurnDelay } from '../admission';
import type { IServiceLevels } from '../degradation/service-level';
import type { SignalCounts } from '../degradation/signals';
import type { ServiceError } from '../errors/service-error';
import type { RouteSpec } from '../http/route';
import type { RequestMetrics } from '../metrics/request-metrics';
import { type AnswerHeaders, type HeaderSet, readyPairs } from './answer-headers';
import { BodiesOnTheirWay, hasBody } from './bodies-on-their-way';
import type { GatedRequest } from './exchange';
import { preflightPairs } from './preflight';
import type { IReadyAnswers, ReadyAnswer } from './ready-answers';
import { type GateRefusal, overload, Refusals } from './refusals';
import { RequestIds } from './request-id';
import { type RouteClass, RouteClasses } from './route-classes';
import { WorkTickets } from './work-tickets';

/** What a `Gate` needs. */
export interface GateOptions {
  readonly channels: readonly string[];
  /** Origin of the page. */
  readonly issuer: string;
  /** What a path without a route is worth. */
  readonly otherwise: Priority;
  readonly admission: IAdmission;
  readonly turn: TurnDelay;
  readonly levels: IServiceLevels;
  readonly signals: SignalCounts;
  readonly headers: AnswerHeaders;
  readonly metrics: RequestMetrics;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Monotonic milliseconds. */
  readonly monotonicMs: () => number;
}

/** What a fleet tells the gate once its routes are known. */
export interface GateOpening {
  readonly specs: readonly RouteSpec[];
  readonly readyAnswers?: IReadyAnswers;
}

/** A handler of Node's server. */
export type RawHandler = (request: IncomingMessage, response: ServerResponse) => void;

interface Onward {
  readonly priority: Priority;
  readonly next: RawHandler;
}

/** Longest body that is read and thrown away to keep a refused caller's connection: 16 kB. */
export const BODY_DISCARDED = 16 * 1_024;

/**
 * What every request passes before anything is done for it: it finds out what the request is worth,
 * answers what is ready, and turns away what there is no room for.
 */
export class Gate {
  private classes: RouteClasses;
  private readyAnswers: IReadyAnswers | undefined;
  private readonly refusals: Refusals;
  private readonly ids: RequestIds;
  private readonly tickets: WorkTickets;
  private readonly bodies: BodiesOnTheirWay;

  constructor(private readonly options: GateOptions) {
    const { channels, otherwise, random } = options;
    this.classes = new RouteClasses({ specs: [], channels, otherwise });
    this.refusals = new Refusals(random);
    this.ids = new RequestIds(random);
    this.tickets = new WorkTickets(options);
    this.bodies = new BodiesOnTheirWay(options.monotonicMs);
  }

  /** Learns the routes; until then everything is worth least. */
  open({ specs, readyAnswers }: GateOpening): void {
    const { channels, otherwise } = this.options;
    this.classes = new RouteClasses({ specs: [...HEALTH, ...specs], channels, otherwise });
    this.readyAnswers = readyAnswers;
  }

  /** The headers of an answer to what could not be read. */
  get headers(): Readonly<Record<string, string>> {
    return this.options.headers.current.plain.object;
  }

  /** The headers that the answer to a request carries, its id included. */
  headersFor(request: GatedRequest): Readonly<Record<string, string>> {
    const { plain, page } = this.options.headers.current;
    const { object } = request.kapok?.forPage === true ? page : plain;
    return request.kapok === undefined ? object : { ...object, 'x-request-id': request.kapok.id };
  }

  /** Cuts off those whose bodies do not come: they hold memory and a connection. */
  sweep(): void {
    this.bodies.sweep();
  }

  /** Answers a request or hands it to `next`. */
  handle(request: GatedRequest, response: ServerResponse, next: RawHandler): void {
    const { turn, issuer } = this.options;
    turn.touch();
    const { method = '', url = '', headers } = request;
    const forPage = headers.origin === issuer;
    const route = this.classes.classOf(method, url);
    const id = this.ids.idOf(headers['x-request-id']);
    request.kapok = { id, route, forPage, beganMs: 0 };
    if (route.priority === 'exempt') next(request, response);
    else if (method === 'OPTIONS' && forPage) this.preflight(response);
    else this.decide(request, response, { priority: route.priority, next });
  }

  private decide(request: GatedRequest, response: ServerResponse, onward: Onward): void {
    const { kapok } = request;
    const policy = policyFor(onward.priority, this.options.levels.current);
    const ready = policy === undefined ? this.tryReady(request, kapok?.route) : undefined;
    if (policy !== undefined) this.refuse(request, response, policy);
    else if (ready !== undefined) this.answer(request, response, ready);
    else this.admit(request, response, onward);
  }

  private admit(request: GatedRequest, response: ServerResponse, onward: Onward): void {
    const { priority, next } = onward;
    const { admission, turn, signals } = this.options;
    const waitedMs = turn.ms;
    const channel = request.kapok?.route.channel;
    const ticket = admission.admit({ priority, channel });
    // Who takes more than his share must not lower the level for everybody else.
    if (ticket.admitted || ticket.reason !== 'share') {
      signals.count(priority, ticket.admitted, waitedMs);
    }
    if (!ticket.admitted) {
      this.refuse(request, response, 'KAPOK_OVERLOAD');
      return;
    }
    if (hasBody(request)) {
      ticket.release(0, 'ignored');
      this.bodies.await(request, response);
    } else this.tickets.follow({ request, response, ticket, waitedMs });
    next(request, response);
  }

  /**
   * Takes the place of a request whose body is there: while it was on its way it held none, or a few
   * callers who send half a body each would hold them all. When there is no room any more, the answer
   * is what it returns.
   */
  takeIn(request: GatedRequest, response: ServerResponse): ServiceError | undefined {
    if (!this.bodies.arrived(request)) return undefined;
    const { admission, turn, signals, random } = this.options;
    const { priority, channel } = request.kapok?.route ?? {};
    if (priority === undefined || priority === 'exempt') return undefined;
    const waitedMs = turn.ms;
    const ticket = admission.admit({ priority, channel });
    if (!ticket.admitted) {
      signals.count(priority, false, waitedMs);
      return overload(random);
    }
    this.tickets.follow({ request, response, ticket, waitedMs });
    return undefined;
  }

  /**
   * A ready answer costs hardly more than a refusal, so it needs no place of the limiter; and while the
   * store hangs and every place is taken, it is what people still get.
   */
  private tryReady(request: GatedRequest, route?: RouteClass): ReadyAnswer | undefined {
    const channel = route?.mayBeReady === true ? route.channel : undefined;
    if (this.readyAnswers === undefined || channel === undefined) return undefined;
    if (this.options.turn.ms > DELAY_BUDGET_MS) return undefined;
    return this.readyAnswers.tryAnswer(request, channel);
  }

  private answer(request: GatedRequest, response: ServerResponse, answer: ReadyAnswer): void {
    const { metrics, signals, turn } = this.options;
    const { kapok } = request;
    this.closeOnLongBody(request, response);
    response.writeHead(200, readyPairs(this.setFor(request), answer, kapok?.id ?? '') as string[]);
    response.end(answer.body, 'latin1');
    const { ms } = turn;
    signals.count('show-code', true, ms);
    metrics.count('answered', ms, kapok?.route.channel, 'show-code');
  }

  private refuse(request: GatedRequest, response: ServerResponse, code: GateRefusal): void {
    const { headers, metrics } = this.options;
    const { id = '', route, forPage = false } = request.kapok ?? {};
    const { status, pairs, body } = this.refusals.next(code, headers.current, forPage);
    pairs[pairs.length - 1] = id;
    this.closeOnLongBody(request, response);
    response.writeHead(status, pairs);
    response.end(body);
    const priority = route?.priority === 'exempt' ? undefined : route?.priority;
    metrics.count('shed', 0, route?.channel, priority);
  }

  private preflight(response: ServerResponse): void {
    response.writeHead(204, preflightPairs(this.options.headers.current.page));
    response.end();
  }

  private setFor(request: GatedRequest): HeaderSet {
    const { plain, page } = this.options.headers.current;
    return request.kapok?.forPage === true ? page : plain;
  }

  /**
   * A short body is read and thrown away by Node, so the connection stays of use; a long one, or one
   * of a length not told, would be read without end for nothing.
   */
  private closeOnLongBody({ headers }: GatedRequest, response: ServerResponse): void {
    const isLong = Number(headers['content-length'] ?? 0) > BODY_DISCARDED;
    // Node writes `connection: close` itself when told so this way; header arrays stay ready.
    if (isLong || headers['transfer-encoding'] !== undefined) response.shouldKeepAlive = false;
  }
}

/** Asked by machines about the region; who is overloaded must be able to say that he lives. */
const HEALTH = (['/healthz', '/regional-health', '/evacuations/:region'] as const).map(
  (path) => ({ method: 'GET', path, priority: 'exempt' }) as unknown as RouteSpec,
);

/** What the level of the moment turns away whatever room there is. */
function policyFor(
  priority: Priority,
  { level, panels }: IServiceLevels['current'],
): GateRefusal | undefined {
  if (level === 0) return undefined;
  if (level === 4 && priority === 'refresh') return 'KAPOK_SHOW_STORED';
  if (priority !== 'test-panel' && priority !== 'vaccination-panel') return undefined;
  const panel = priority === 'test-panel' ? 'test' : 'vaccination';
  const isFull = panels.every((one) => one.panel !== panel || one.state === 'full');
  return isFull ? undefined : 'KAPOK_PANEL_OFF';
}
