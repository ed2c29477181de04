import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { programBuild } from '../../../lib/constructs/program-build';
import { configOf } from '../../service/fixtures/app';
import { callerKey } from '../../service/fixtures/callers';
import { startBareStore } from './bare-store';
import { BenchProcess, standAside } from './bench-process';
import type { BenchScale } from './bench-scale';
import type { ClosedLoad, LoadReport, LoadSetup, OpenLoad } from './load-protocol';
import type {
  MeasuredKind,
  MeasuredOrder,
  MeasuredReport,
  MeasuredSetup,
} from './measured-protocol';

/** Channels that people come through, with equal shares. */
export const BENCH_CHANNELS = ['yueshengshi', 'suikang', 'yuekang', 'suikang-two'] as const;

/** A process that is measured. */
export type Measured = BenchProcess<MeasuredSetup | MeasuredOrder, MeasuredReport>;

/** A process that asks. */
export type Load = BenchProcess<LoadSetup | ClosedLoad | OpenLoad, LoadReport>;

/** Keys, store and programs of a run. */
export class Workbench {
  readonly nowMs = Date.now();
  private readonly folder = mkdtempSync(join(tmpdir(), 'kapok-bench-'));
  private readonly keys = BENCH_CHANNELS.map((channel) =>
    callerKey(`${channel}-1`, { role: 'channel', channel, scopes: ['citizen'] }),
  );
  private readonly processes: { close(): void }[] = [];

  private constructor(
    readonly scale: BenchScale,
    private readonly store: Awaited<ReturnType<typeof startBareStore>>,
  ) {
    // The bundler that makes the program of an instance, so that its code is what is measured.
    for (const name of PROGRAMS) {
      const { entryPoints: _, ...build } = programBuild('service', 'main.ts');
      const entry = join(__dirname, `${name}.ts`);
      buildSync({ ...build, entryPoints: [entry], outfile: join(this.folder, `${name}.js`) });
    }
  }

  /** Builds the programs and starts the store. */
  static async open(scale: BenchScale): Promise<Workbench> {
    standAside();
    return new Workbench(scale, await startBareStore(Date.now()));
  }

  /** Starts a process that is measured. */
  async measured(
    kind: MeasuredKind,
    more: Partial<MeasuredSetup> = {},
  ): Promise<{ readonly process: Measured; readonly port: number }> {
    const process: Measured = this.started('measured-process', 'measured');
    const { port } = await process.tell({
      ...{ type: 'setup', kind, nowMs: this.nowMs, clockRuns: false },
      register: JSON.stringify({ keys: this.keys.map(({ jwk }) => jwk) }),
      channels: BENCH_CHANNELS,
      ...more,
    });
    return { process, port };
  }

  /** Starts a process that asks, with everybody's tokens ready. */
  async load(): Promise<Load> {
    const load: Load = this.started('load-process', 'load');
    await load.tell(this.loadSetup(this.scale.people));
    return load;
  }

  /** What a load process is told first. */
  loadSetup(people: number): LoadSetup {
    return {
      ...{ type: 'setup', people, nowMs: this.nowMs, audience: configOf('citizen').issuer },
      channelKeys: this.keys.map(({ privateKey }, at) => ({
        channel: BENCH_CHANNELS[at] as string,
        kid: `${BENCH_CHANNELS[at]}-1`,
        jwk: privateKey.export({ format: 'jwk' }),
      })),
    };
  }

  /** Ends everything. */
  close(): void {
    for (const one of this.processes) one.close();
    this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private started<Told extends object, Said>(
    name: (typeof PROGRAMS)[number],
    place: 'measured' | 'load',
  ): BenchProcess<Told, Said> {
    const url = `http://127.0.0.1:${this.store.port}`;
    const process = new BenchProcess<Told, Said>(join(this.folder, `${name}.js`), place, url);
    this.processes.push(process);
    return process;
  }
}

const PROGRAMS = ['measured-process', 'load-process'] as const;
