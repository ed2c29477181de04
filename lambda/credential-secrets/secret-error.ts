import type { SecretCopy } from '../adapters/secrets-manager';

/** Thrown when a secret holds something else than it should; never says what. */
export class SecretValueError extends Error {
  override readonly name = 'SecretValueError';
  readonly code = 'KAPOK_SECRET_NOT_VALID';
  readonly got = 'another value';
  readonly fix: string;

  constructor(
    readonly secretName: string,
    readonly allowed: string,
  ) {
    const fix = `put back an earlier version of ${secretName}, or a valid value, and deploy again`;
    super(
      `KAPOK_SECRET_NOT_VALID: secret ${secretName} holds a value that is not ${allowed}; ${fix}`,
    );
    this.fix = fix;
  }
}

/** Thrown when copies of a secret are not what its original is, and time is over. */
export class SecretCopyError extends Error {
  override readonly name = 'SecretCopyError';
  readonly code = 'KAPOK_SECRET_NOT_REPLICATED';
  readonly got: string;
  readonly allowed = 'InSync in every region';
  readonly fix: string;

  constructor(
    readonly secretName: string,
    behind: readonly SecretCopy[],
  ) {
    const got = behind.map(({ region, status }) => `${region} ${status}`).join(', ');
    const fix = 'see the status message of the copy with describe-secret, and deploy again';
    super(`KAPOK_SECRET_NOT_REPLICATED: secret ${secretName} is not replicated: ${got}; ${fix}`);
    this.got = got;
    this.fix = fix;
  }
}
