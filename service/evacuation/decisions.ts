import type { EvacuationOrder, Heartbeat, RegionState } from './control-items';

/** A heartbeat older than this is of a region that may be dead: six missed ones of 5 s. */
export const HEARTBEAT_LIFE_SECONDS = 30;

/** What one region knows about all of them. */
export interface ControlView {
  readonly heartbeats: readonly Heartbeat[];
  readonly orders: readonly EvacuationOrder[];
}

/** Nothing known, which means that nobody is evacuated. */
export const EMPTY_VIEW: ControlView = { heartbeats: [], orders: [] };

/** Who looks at the view, and when. */
export interface Observer {
  readonly region: string;
  readonly nowMs: number;
}

/**
 * The evacuations that hold, by region. If they cover every live region, the newest is void (of two
 * given at one instant, that of the region whose name comes last): someone must serve. The observer
 * itself is alive, whatever its heartbeat says.
 */
export function ordersInForce(
  view: ControlView,
  observer: Observer,
): ReadonlyMap<string, EvacuationOrder> {
  const inForce = new Map(
    view.orders
      .filter((order) => isActive(order, observer.nowMs))
      .map((order) => [order.region, order]),
  );
  const live = liveRegions(view, observer);
  if ([...live].some((region) => !inForce.has(region))) return inForce;
  const newest = [...live].map((region) => inForce.get(region)!).reduce(newerOrder);
  inForce.delete(newest.region);
  return inForce;
}

/**
 * Whether the observer's region serves or has left: it leaves only when another region is there to
 * take over, that is alive, says that it serves and is not evacuated itself.
 */
export function stateOf(view: ControlView, observer: Observer): RegionState {
  const inForce = ordersInForce(view, observer);
  if (!inForce.has(observer.region)) return 'serving';
  const another = view.heartbeats.some(
    (heartbeat) =>
      heartbeat.region !== observer.region &&
      heartbeat.state === 'serving' &&
      isYoung(heartbeat, observer.nowMs) &&
      !inForce.has(heartbeat.region),
  );
  return another ? 'evacuated' : 'serving';
}

/** Whether the region must stop saying that it serves. */
export function obeysOwnEvacuation(view: ControlView, observer: Observer): boolean {
  if (stateOf(view, observer) === 'serving') return false;
  return ordersInForce(view, observer).get(observer.region)?.via !== 'peer';
}

/**
 * Whether the observer says for `region` that it is evacuated. A region under an order itself says
 * nothing about others: two that spoke for each other would empty both.
 */
export function speaksFor(view: ControlView, observer: Observer, region: string): boolean {
  if (region === observer.region) return false;
  const inForce = ordersInForce(view, observer);
  if (inForce.has(observer.region)) return false;
  const order = inForce.get(region);
  return order !== undefined && order.via !== 'own';
}

function isActive({ order, untilMs }: EvacuationOrder, nowMs: number): boolean {
  return order === 'evacuate' && (untilMs === undefined || nowMs < untilMs);
}

function liveRegions({ heartbeats }: ControlView, { region, nowMs }: Observer): Set<string> {
  const live = heartbeats.filter((heartbeat) => isYoung(heartbeat, nowMs));
  return new Set([region, ...live.map((heartbeat) => heartbeat.region)]);
}

/** A heartbeat from the future is as doubtful as an old one: it would outlive its region. */
function isYoung({ atMs }: Heartbeat, nowMs: number): boolean {
  return Math.abs(nowMs - atMs) < HEARTBEAT_LIFE_SECONDS * 1000;
}

function newerOrder(a: EvacuationOrder, b: EvacuationOrder): EvacuationOrder {
  if (a.atMs !== b.atMs) return a.atMs > b.atMs ? a : b;
  return a.region > b.region ? a : b;
}
