/** Every code of what keeps a cloud assembly from being read, and what it stands for. */
export const TOPOLOGY_ERROR_CODES = {
  KAPOK_TOPOLOGY_ASSEMBLY: 'the folder holds no cloud assembly, or a damaged one',
  KAPOK_TOPOLOGY_UNRESOLVED: 'a template refers to something that cannot be told before deployment',
  KAPOK_TOPOLOGY_TEMPLATE: 'a template declares something kapok cannot read',
} as const;

/** Code of one reason why a cloud assembly cannot be read. */
export type TopologyErrorCode = keyof typeof TOPOLOGY_ERROR_CODES;

/** What was found, what would have been accepted and what to change. */
export interface TopologyErrorDetail {
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
}

/** A cloud assembly that is missing, damaged or declares what Kapok cannot read; exit code 3. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';
  readonly exitCode = 3;
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;

  constructor(
    readonly code: TopologyErrorCode,
    message: string,
    detail: TopologyErrorDetail,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.got = detail.got;
    this.allowed = detail.allowed;
    this.fix = detail.fix;
  }
}
