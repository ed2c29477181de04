import type { IClock } from '../clock';
import type { IServiceLevels } from '../degradation/service-level';
import { JSON_TYPE } from '../errors/error-responses';
import type { ControlView } from '../evacuation/decisions';
import type { RegionStanding } from '../evacuation/region-standing';
import { type KnownRegion, knownRegions } from './known-regions';
import type { ReadyAnswer } from './ready-answers';

/** What an `AnswerHeaders` needs. */
export interface AnswerHeadersOptions {
  readonly config: {
    readonly region: string;
    readonly instance: string;
    readonly originName: string;
    /** Origin of the page, which may read answers of every region. */
    readonly issuer: string;
  };
  readonly regions: { readonly view: ControlView };
  readonly standing: RegionStanding;
  readonly levels: IServiceLevels;
  readonly clock: IClock;
}

/** Headers of every answer, as Fastify takes them and as Node does. */
export interface HeaderSet {
  readonly object: Readonly<Record<string, string>>;
  readonly pairs: readonly string[];
  /** The same for JSON out of memory; the last three values are set before each use. */
  readonly ofReady: string[];
}

/** The headers of this moment: for the page from another origin, and for everybody else. */
export interface CurrentHeaders {
  readonly plain: HeaderSet;
  readonly page: HeaderSet;
}

/** Regions beyond these are not told: a page tries two or three. */
export const MOST_REGIONS = 8;

/** How long what the headers say of regions may be out of date. */
export const HEADERS_MS = 1_000;

/** Headers that a page from another origin may read, beside those that every page may. */
export const EXPOSED = [
  'x-kapok-region',
  'x-kapok-instance',
  'x-kapok-standing',
  'x-kapok-regions',
  'x-kapok-level',
  'x-kapok-panels',
  'x-request-id',
  'age',
  'retry-after',
  'date',
].join(', ');

/** Keeps the headers that every answer carries, and makes them anew only when they change. */
export class AnswerHeaders {
  private made: CurrentHeaders | undefined;
  private text = '';
  private checkedMs = 0;
  private level: unknown;
  private view: unknown;

  constructor(private readonly options: AnswerHeadersOptions) {}

  /** What holds now; the same object until something changes. */
  get current(): CurrentHeaders {
    const { clock, levels, regions } = this.options;
    const nowMs = clock.now();
    const isSame = this.level === levels.current && this.view === regions.view;
    if (this.made !== undefined && isSame && nowMs - this.checkedMs < HEADERS_MS) return this.made;
    this.checkedMs = nowMs;
    this.level = levels.current;
    this.view = regions.view;
    return this.remade();
  }

  private remade(): CurrentHeaders {
    const object = this.object();
    const text = JSON.stringify(object);
    if (this.made !== undefined && text === this.text) return this.made;
    this.text = text;
    const page = {
      ...object,
      'access-control-allow-origin': this.options.config.issuer,
      'access-control-expose-headers': EXPOSED,
    };
    this.made = { plain: setOf(object), page: setOf(page) };
    return this.made;
  }

  private object(): Record<string, string> {
    const { config, regions, standing, levels, clock } = this.options;
    const { level, panels } = levels.current;
    const less = panels.filter(({ state }) => state !== 'full');
    const own = { region: config.region, origin: config.originName, state: standing.state() };
    return {
      'x-kapok-region': config.region,
      'x-kapok-instance': config.instance,
      'x-kapok-standing': own.state,
      'x-kapok-regions': knownRegions(regions.view, own, clock.now())
        .slice(0, MOST_REGIONS)
        .map(regionText)
        .join(', '),
      'x-kapok-level': String(level),
      ...(less.length > 0 && { 'x-kapok-panels': JSON.stringify(less) }),
      vary: 'origin',
    };
  }
}

function regionText({ region, origin, state }: KnownRegion): string {
  return `${region}=${origin};${state}`;
}

function setOf(object: Readonly<Record<string, string>>): HeaderSet {
  const pairs = Object.entries(object).flat();
  const ofJson = [...pairs, 'content-type', JSON_TYPE, 'cache-control', 'no-store'];
  const ofReady = [...ofJson, 'content-length', '', 'age', '', 'x-request-id', ''];
  return { object, pairs, ofReady };
}

/** Sets what differs from one ready answer to the next; Node reads the list before anything else happens. */
export function readyPairs(
  { ofReady }: HeaderSet,
  { body, ageSeconds }: ReadyAnswer,
  requestId: string,
): readonly string[] {
  const end = ofReady.length;
  ofReady[end - 5] = String(body.length);
  ofReady[end - 3] = String(ageSeconds);
  ofReady[end - 1] = requestId;
  return ofReady;
}
