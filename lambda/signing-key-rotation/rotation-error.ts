/** Codes with which a rotation ends; Secrets Manager tries again, and until then nothing changes. */
export type RotationErrorCode =
  | 'KAPOK_ROTATION_STEP'
  | 'KAPOK_ROTATION_DISABLED'
  | 'KAPOK_ROTATION_VERSION'
  | 'KAPOK_ROTATION_VALUE'
  | 'KAPOK_ROTATION_COPIES'
  | 'KAPOK_ROTATION_EARLY'
  | 'KAPOK_ROTATION_STALE'
  | 'KAPOK_ROTATION_OVERTAKEN'
  | 'KAPOK_ROTATION_PROOF';

/** What a `RotationError` says beside its code and message; never a value of the secret. */
export interface RotationErrorDetails {
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Thrown when a step of the rotation would do harm. */
export class RotationError extends Error {
  override readonly name = 'RotationError';
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;

  constructor(
    readonly code: RotationErrorCode,
    what: string,
    { got, allowed, fix }: RotationErrorDetails,
  ) {
    super(`${code}: ${what} (got ${got}, allowed ${allowed}); ${fix}`);
    this.got = got;
    this.allowed = allowed;
    this.fix = fix;
  }
}
