import type { Priority } from '../admission';
import type { RouteSpec } from '../http/route';

/** What the gate knows of a request by its method and path alone. */
export interface RouteClass {
  readonly priority: Priority | 'exempt';
  /** One of the channels of the plan. */
  readonly channel: string | undefined;
  /** Absent for what no route answers. */
  readonly spec: RouteSpec | undefined;
  /** Whether an answer may be ready in memory. */
  readonly mayBeReady: boolean;
}

/** What `RouteClasses` needs. */
export interface RouteClassesOptions {
  readonly specs: readonly Pick<RouteSpec, 'method' | 'path' | 'priority'>[];
  readonly channels: readonly string[];
  /** What a path without a route is worth. */
  readonly otherwise: Priority;
}

/** The route whose answers may be ready. */
export const SHOW_CODE_PATH = '/channels/:channel/code';

/** Segment that stands for whatever stands there. */
const ANY = ':';

/** Segment that stands for the rest of a path. */
const REST = '*';

interface Node {
  readonly children: Map<string, Node>;
  /** By method, then by channel; the class of no known channel has the name ''. */
  readonly classes: Map<string, ReadonlyMap<string, RouteClass>>;
}

/**
 * Finds the class of a request in one step per segment of its path, without making anything. A path
 * that is written in an unusual way (`%63ode`) finds none, which costs it only its priority.
 */
export class RouteClasses {
  private readonly root = node();
  private readonly unknown: RouteClass;
  /** The paths of codes as phones write them: found in one step, as nearly all requests are these. */
  private readonly posted: ReadonlyMap<string, RouteClass>;

  constructor({ specs, channels, otherwise }: RouteClassesOptions) {
    this.unknown = { priority: otherwise, channel: undefined, spec: undefined, mayBeReady: false };
    for (const spec of specs) this.add(spec as RouteSpec, channels);
    const paths = channels.map((channel) => SHOW_CODE_PATH.replace(':channel', channel));
    this.posted = new Map(paths.map((path) => [path, this.find('POST', path)]));
  }

  /** The class of a request; `url` as it stands in the request line. */
  classOf(method: string, url: string): RouteClass {
    const known = this.posted.get(url);
    return method === 'POST' && known !== undefined ? known : this.find(method, url);
  }

  private find(method: string, url: string): RouteClass {
    if (!url.startsWith('/')) return this.unknown;
    let at = this.root;
    let channel = '';
    const query = url.indexOf('?');
    const end = query === -1 ? url.length : query;
    for (let from = 1; from < end; ) {
      const slash = url.indexOf('/', from);
      const to = slash === -1 || slash > end ? end : slash;
      const segment = url.slice(from, to);
      const next = at.children.get(segment) ?? at.children.get(ANY);
      if (next === undefined) return this.found(at.children.get(REST), method, channel);
      if (from === CHANNEL_AT) channel = segment;
      at = next;
      from = to + 1;
    }
    return this.found(at, method, channel);
  }

  private found(at: Node | undefined, method: string, channel: string): RouteClass {
    const classes = at?.classes.get(method === 'HEAD' ? 'GET' : method);
    return classes?.get(channel) ?? classes?.get('') ?? this.unknown;
  }

  private add(spec: RouteSpec, channels: readonly string[]): void {
    let at = this.root;
    for (const segment of spec.path.split('/').slice(1).filter(Boolean)) {
      const key = segment.startsWith(':') ? ANY : segment;
      const next = at.children.get(key) ?? node();
      at.children.set(key, next);
      at = next;
    }
    const ofChannels = spec.path.startsWith('/channels/:') ? channels : [];
    const classes = ['', ...ofChannels].map((name) => [name, classFor(spec, name)] as const);
    at.classes.set(spec.method, new Map(classes));
  }
}

/** Where the channel begins in `/channels/...`. */
const CHANNEL_AT = '/channels/'.length;

function classFor(spec: RouteSpec, name: string): RouteClass {
  return {
    priority: spec.priority,
    channel: name === '' ? undefined : name,
    spec,
    mayBeReady: name !== '' && spec.method === 'POST' && spec.path === SHOW_CODE_PATH,
  };
}

function node(): Node {
  return { children: new Map(), classes: new Map() };
}
