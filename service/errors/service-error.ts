import type { PanelState } from '../degradation/service-level';
import type { Text } from '../texts/text';
import { ERRORS, type ErrorCode } from './error-codes';

/** A panel that is not served, with what people are told. */
export interface ShedPanel extends PanelState {
  readonly text: Text;
}

/** What an error tells the caller besides its code and message. */
export interface ServiceErrorDetails {
  /** Path of the field, `records[3].result`. */
  readonly field?: string;
  readonly allowed?: readonly string[];
  readonly fix: string;
  /** Of `KAPOK_PANEL_OFF`. */
  readonly panel?: ShedPanel;
  readonly retryAfterSec?: number;
  readonly cause?: unknown;
}

/** An error as it stands in a response. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  readonly allowed?: readonly string[];
  readonly fix: string;
  readonly panel?: ShedPanel;
}

/**
 * An error a caller is told about. It never carries the value received: that may be an ID number,
 * in any field.
 */
export class ServiceError extends Error {
  readonly status: number;
  readonly fix: string;
  readonly field: string | undefined;
  readonly allowed: readonly string[] | undefined;
  readonly retryAfterSec: number | undefined;
  readonly panel: ShedPanel | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ServiceErrorDetails,
  ) {
    super(message, { cause: details.cause });
    this.status = ERRORS[code].status;
    this.fix = details.fix;
    this.field = details.field;
    this.allowed = details.allowed;
    this.retryAfterSec = details.retryAfterSec;
    this.panel = details.panel;
  }

  /** The error as a response carries it. */
  toBody(): ErrorBody {
    const { code, message, field, allowed, fix, panel } = this;
    return { code, message, field, allowed, fix, panel };
  }
}
