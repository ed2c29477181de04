/** Every code of what can keep the twin from running, and what it stands for. */
export const TWIN_ERROR_CODES = {
  KAPOK_TWIN_PROCESS_DIED: 'a process of the twin ended unasked; its last output is shown',
  KAPOK_TWIN_START_TIMEOUT: 'a process or region was not ready in time',
  KAPOK_TWIN_NO_FLEET: 'the cloud assembly deploys no fleet',
  KAPOK_TWIN_DEPLOY_FUNCTION: 'a function that runs at deploy failed',
  KAPOK_TWIN_TOO_SLOW: 'this machine cannot keep up with the clock rate',
  KAPOK_TWIN_INGEST: 'the partner API did not acknowledge facts',
  KAPOK_TWIN_PORT: 'the port of the DNS server is taken or not allowed',
} as const;

/** Code of one fault that keeps the twin from running. */
export type TwinErrorCode = keyof typeof TWIN_ERROR_CODES;

/** What was found, what would have been accepted and what to change. */
export interface TwinErrorDetail {
  readonly got?: string;
  readonly allowed?: string;
  readonly fix: string;
}

/** A fault of the machine or of the assembly that keeps the twin from running; exit code 3. */
export class TwinError extends Error {
  override readonly name = 'TwinError';
  readonly exitCode = 3;

  readonly got: string | undefined;
  readonly allowed: string | undefined;
  readonly fix: string;

  constructor(
    readonly code: TwinErrorCode,
    message: string,
    detail: TwinErrorDetail,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.got = detail.got;
    this.allowed = detail.allowed;
    this.fix = detail.fix;
  }
}
