import type { IncomingMessage } from 'node:http';

/** An answer that is ready to be sent as it is. */
export interface ReadyAnswer {
  /** JSON in ASCII: Node sends head and body of such a text in one write, and of bytes in two. */
  readonly body: string;
  /** How old what it says is, whole seconds. */
  readonly ageSeconds: number;
}

/** Answers requests for codes out of memory, before anything else is done for them. */
export interface IReadyAnswers {
  /** The answer to an admitted `POST /channels/:channel/code`, or undefined when work is needed. */
  tryAnswer(request: IncomingMessage, channel: string): ReadyAnswer | undefined;
}
