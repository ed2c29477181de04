/** Codes of what the command refuses; each ends it with 2. */
export const PUBLISH_ERROR_CODES = {
  RULES_USAGE: 'the command line is not one that exists',
  RULES_FILE: 'a file cannot be read',
  RULES_INVALID: 'the file holds no rules that could be published',
  RULES_KEY: 'the key cannot sign rules',
} as const;

/** Something that cannot be done as it is asked. */
export class PublishError extends Error {
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;

  constructor(
    readonly code: keyof typeof PUBLISH_ERROR_CODES,
    what: string,
    detail: { readonly got: string; readonly allowed: string; readonly fix: string },
  ) {
    super(what);
    this.got = detail.got;
    this.allowed = detail.allowed;
    this.fix = detail.fix;
  }

  /** The error as lines of text. */
  toText(): string {
    return [
      `error ${this.code}: ${this.message}`,
      `  got      ${this.got}`,
      `  allowed  ${this.allowed}`,
      `  change   ${this.fix}`,
      '',
    ].join('\n');
  }
}
