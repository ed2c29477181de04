import type { IClock } from './clock';
import type { ServiceLogger } from './logging/logger';

/** After this long without a first read of the control table, nothing is taken to be evacuated. */
export const CONTROL_PATIENCE_SECONDS = 30;

/** What a `Patience` needs. */
export interface PatienceOptions {
  readonly clock: IClock;
  readonly logger: ServiceLogger;
  /** Ends every wait. */
  readonly signal: AbortSignal;
}

/** Waits for what is not worth waiting for without end; once in vain, and then no more. */
export class Patience {
  private isOver = false;

  constructor(private readonly options: PatienceOptions) {}

  /** Returns when it has come, or when it is not waited for any longer; that is logged. */
  async orElse(wait: Promise<unknown>, otherwise: string): Promise<void> {
    const { clock, logger, signal } = this.options;
    if (this.isOver) return logger.warn(otherwise);
    let cancel: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
      cancel = clock.after(CONTROL_PATIENCE_SECONDS, () => {
        this.isOver = true;
        logger.warn(otherwise);
        resolve();
      });
    });
    await Promise.race([wait, patience]);
    cancel();
  }
}
