/** An error as an AWS JSON service answers it. */
export class AwsError extends Error {
  constructor(
    /** The exception's name, as SDKs report it. */
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }

  /** The body of the response. */
  toBody(): { __type: string; message: string } {
    return { __type: this.code, message: this.message };
  }
}
