import { performance } from 'node:perf_hooks';
import { type IAdmission, Limiter, TurnDelay } from '../admission';
import { LoopDelay } from '../degradation/loop-delay';
import { memoryShare } from '../degradation/memory-meter';
import { ServiceLevels } from '../degradation/service-levels';
import { SignalCounts } from '../degradation/signals';
import type { FleetAppOptions } from '../fleet-context';
import type { IRunning } from '../running';
import { AnswerHeaders } from './answer-headers';
import { Gate } from './gate';

/** Between two looks for bodies that do not come. */
export const SWEEP_SECONDS = 1;

/** What stands before a fleet's routes. */
export interface FrontDoor {
  readonly admission: IAdmission;
  readonly levels: ServiceLevels;
  readonly gate: Gate;
  readonly monotonicMs: () => number;
  readonly parts: readonly IRunning[];
}

/** Makes admission, the ladder and the gate of a process. */
export function frontDoor(options: FleetAppOptions): FrontDoor {
  const { config, random } = options;
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  const channels = config.fleet === 'citizen' ? config.channels : [];
  const turn = new TurnDelay({ now: monotonicMs, atTurnEnd: setImmediate });
  // As large a part of what can be done as the plan expects of each channel.
  const shares = channels.map((name, at) => ({ name, weight: config.channelShares[at] ?? 1 }));
  const admission =
    options.admission ??
    new Limiter({ channels: shares, now: monotonicMs, random, queueDelay: turn });
  const signals = new SignalCounts();
  const levels = makeLevels(options, signals, monotonicMs);
  const gate = new Gate({
    ...{ channels, admission, turn, levels, signals, random, monotonicMs },
    issuer: config.issuer,
    otherwise: config.fleet === 'citizen' ? 'rest' : 'ingest',
    headers: new AnswerHeaders({ ...options, levels }),
    metrics: options.metrics,
  });
  return { admission, levels, gate, monotonicMs, parts: [levels, sweeping(gate, options)] };
}

function makeLevels(
  options: FleetAppOptions,
  signals: SignalCounts,
  monotonicMs: () => number,
): ServiceLevels {
  const { log } = options;
  return new ServiceLevels({
    ...options,
    region: options.config.region,
    signals,
    store: options.storeHealth ?? (() => ({ failureShare: 0, p90Ms: 0, calls: 0 })),
    loopDelay: options.loopDelay ?? new LoopDelay(monotonicMs),
    memoryShare: options.memoryShare ?? (() => memoryShare()),
    onChange: options.onLevelChange ?? (() => {}),
    onFailure: (err) => log.failure({ err }, 'the pins of the service level cannot be read'),
    onUnreadable: (pin, why) =>
      log.failure({ pin, why }, 'a pin of the service level cannot be read'),
  });
}

function sweeping(gate: Gate, { clock }: FleetAppOptions): IRunning {
  let stop = () => {};
  return {
    ready: Promise.resolve(),
    start: () => {
      stop = clock.every(SWEEP_SECONDS, () => gate.sweep());
    },
    stop: () => stop(),
  };
}
