export type {
  AdmissionRequest,
  AdmissionState,
  IAdmission,
  IQueueDelay,
  Refusal,
  RefusalReason,
  SampleOutcome,
  Ticket,
} from './admission';
export type { LimitOptions } from './limit-options';
export { BORROWER_DELAY_MS, DELAY_BUDGET_MS, Limiter, type LimiterOptions } from './limiter';
export type { ChannelShare } from './partitions';
export { CEILINGS, PRIORITIES, type Priority } from './priority';
export { TurnDelay, type TurnDelayOptions } from './turn-delay';
