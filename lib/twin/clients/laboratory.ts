import type { RequestSigner } from '../callers/request-signer';
import type { HttpsClient, HttpsRequest } from './https-client';
import type { SyntheticPerson } from './people';

/** The key of a fact in the `facts` table, as the service acknowledges it. */
export interface FactKey {
  readonly person: string;
  readonly fact: string;
}

/** A fact's key as one text, to look it up by. */
export function factKeyText({ person, fact }: FactKey): string {
  return `${person} ${fact}`;
}

/** Records sent in one request. */
export const BATCH_SIZE = 50;

/** Wall seconds a laboratory waits for the acknowledgement of a batch. */
export const ANSWER_TIMEOUT_SEC = 20;

/** How much of a refusal is kept for the error message. */
const KEPT_ANSWER_CHARACTERS = 500;

/** One result of a batch as the service answers it. */
interface RecordResult {
  readonly status: string;
  readonly factKey?: FactKey;
}

/** What a laboratory sends for: where, about whom and under which record numbers. */
export interface Batch {
  readonly address: HttpsRequest['address'];
  readonly people: readonly SyntheticPerson[];
  /** Number of the first record; the rest follow. Sending a number again must change nothing. */
  readonly firstRecord: number;
  /** When the samples were taken, twin milliseconds. */
  readonly sampledAtMs: number;
}

/** A test laboratory: sends results and keeps what was acknowledged. */
export class Laboratory {
  /** Every fact whose storage was acknowledged, once. */
  readonly acknowledged = new Map<string, FactKey>();
  /** What the last batch without full acknowledgement was answered. */
  lastRefusal = 'nothing';

  constructor(
    private readonly options: {
      readonly source: string;
      /** Name under which partners reach the service, `partner.<zone>`. */
      readonly name: string;
      readonly https: Pick<HttpsClient, 'send'>;
      /** Signs with the key under which the laboratory is registered. */
      readonly signer: Pick<RequestSigner, 'headersFor'>;
    },
  ) {}

  /** Sends one batch of negative results; returns whether all of it was acknowledged. */
  async send(batch: Batch): Promise<boolean> {
    const { name, https, signer } = this.options;
    const records = batch.people.map((person, at) => this.record(batch, person, at));
    const request = {
      name,
      method: 'POST',
      path: '/records/nucleic-acid-tests',
      body: JSON.stringify({ records }),
    } as const;
    try {
      const { status, body } = await https.send({
        ...request,
        // Signed anew at each try: a nonce is taken once.
        headers: await signer.headersFor(request),
        address: batch.address,
        timeoutMs: ANSWER_TIMEOUT_SEC * 1000,
      });
      if (status !== 200) return this.refused(`status ${status}: ${body}`);
      const { results } = JSON.parse(body) as { results: RecordResult[] };
      const noted = results.map((result) => this.note(result));
      return noted.every(Boolean) || this.refused(body);
    } catch (error) {
      // Not acknowledged: the caller sends the batch again, under the same record numbers.
      return this.refused(String(error));
    }
  }

  private refused(answer: string): false {
    this.lastRefusal = answer.slice(0, KEPT_ANSWER_CHARACTERS);
    return false;
  }

  private record(batch: Batch, person: SyntheticPerson, at: number): object {
    const sampledAt = new Date(batch.sampledAtMs).toISOString();
    return {
      recordId: `r${batch.firstRecord + at}`,
      ...person,
      sampledAt,
      resultAt: sampledAt,
      result: 'negative',
      laboratory: this.options.source,
    };
  }

  private note({ status, factKey }: RecordResult): boolean {
    if (factKey === undefined || (status !== 'stored' && status !== 'known')) return false;
    this.acknowledged.set(factKeyText(factKey), factKey);
    return true;
  }
}
