import type { IClock } from '../clock';
import type { ServiceLogger } from './logger';

/** A failure that lasts is logged once in this many seconds, with how often it happened. */
export const QUIET_SECONDS = 10;

/** Logs failures that may come thousands of times a second without becoming a load itself. */
export class QuietLog {
  private readonly topics = new Map<string, { loggedAtMs: number; suppressed: number }>();

  constructor(
    private readonly logger: ServiceLogger,
    private readonly clock: IClock,
  ) {}

  /** Logs the first failure of its message at once, later ones as a count. */
  failure(fields: Readonly<Record<string, unknown>>, message: string): void {
    const now = this.clock.now();
    const topic = this.topics.get(message);
    if (topic !== undefined && now - topic.loggedAtMs < QUIET_SECONDS * 1000) {
      topic.suppressed += 1;
      return;
    }
    this.logger.error({ ...fields, suppressed: topic?.suppressed }, message);
    this.topics.set(message, { loggedAtMs: now, suppressed: 0 });
  }

  /** Logs what is worth knowing and comes seldom. */
  note(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.logger.info(fields, message);
  }
}
