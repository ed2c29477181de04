import type { Session } from './channel-session';
import { findElement } from './elements';
import { CLOCK_TOLERANCE_MS } from './phone-clock';
import { errorOf } from './refusals';
import type { RegionClient } from './region-client';
import type { TextId } from './texts';

/** What an `AppealForm` needs. */
export interface AppealOptions {
  readonly client: Pick<RegionClient, 'askOnce'>;
  readonly session: { token(): Promise<Session | undefined> };
  readonly now: () => number;
  /** Where appeals against the code on the page go. */
  readonly path: () => string | undefined;
  readonly text: (id: TextId) => string;
}

/** What came of an appeal, and which part of the form must be corrected, if one. */
interface Outcome {
  readonly result: TextId;
  readonly field?: 'textarea' | 'select';
}

/** Lets somebody appeal against a code; what came of it is said below the form. */
export class AppealForm {
  private readonly form = findElement<HTMLFormElement>('appeal-form');
  private readonly button = findElement('appeal');
  private readonly result = findElement('appeal-result');
  /** The same number until one was taken, so that sending it again adds nothing. */
  private recordId = newRecordId();

  constructor(private readonly options: AppealOptions) {
    this.button.addEventListener('click', () => {
      this.open(this.form.hidden === true);
      if (!this.form.hidden) this.form.querySelector('select')?.focus();
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
  }

  /** Somebody else's code is shown: neither a draft nor a result is of theirs. */
  clear(): void {
    this.open(false);
    this.form.reset();
    this.recordId = newRecordId();
    this.say(undefined);
  }

  private open(isOpen: boolean): void {
    this.form.hidden = !isOpen;
    this.button.setAttribute('aria-expanded', String(isOpen));
  }

  private async submit(): Promise<void> {
    const { recordId } = this;
    const send = this.form.querySelector<HTMLButtonElement>('button');
    // Pressed twice it goes once.
    if (send?.getAttribute('aria-disabled') === 'true') return;
    send?.setAttribute('aria-disabled', 'true');
    const outcome = await this.send(recordId);
    send?.removeAttribute('aria-disabled');
    // Meanwhile another person's code may have been asked for.
    if (recordId !== this.recordId) return;
    if (outcome.result === 'appealSent') this.clear();
    this.say(outcome);
    const next = outcome.field === undefined ? undefined : this.form.querySelector(outcome.field);
    (next ?? (this.form.hidden ? this.button : send))?.focus();
  }

  /** The text is named, so that it changes with the language. */
  private say(outcome: Outcome | undefined): void {
    const { result } = this;
    result.dataset.text = outcome?.result ?? '';
    result.textContent = outcome === undefined ? '' : this.options.text(outcome.result);
    result.hidden = outcome === undefined;
    for (const field of ['select', 'textarea'] as const) {
      const isWrong = outcome?.field === field;
      this.form.querySelector(field)?.setAttribute('aria-invalid', String(isWrong));
    }
  }

  private async send(recordId: string): Promise<Outcome> {
    const { client, session, now, path } = this.options;
    const [address, opened] = [path(), await session.token()];
    if (opened === undefined) return { result: 'openAgain' };
    if (address === undefined) return { result: 'appealFailed' };
    const appeal = {
      recordId,
      // In no region's future, whichever way the clocks are off.
      appealedAt: new Date(now() - CLOCK_TOLERANCE_MS).toISOString(),
      reasonId: this.form.querySelector('select')?.value,
      text: this.form.querySelector('textarea')?.value.trim(),
    };
    const reply = await client.askOnce({
      method: 'POST',
      path: address,
      headers: { authorization: `Bearer ${opened.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(appeal),
    });
    return reply.kind === 'answer'
      ? outcomeOf(reply.status, reply.body)
      : { result: 'appealFailed' };
  }
}

function outcomeOf(status: number, body: unknown): Outcome {
  if (status < 300) return { result: 'appealSent' };
  if (status === 401) return { result: 'openAgain' };
  if (status !== 400) return { result: 'appealFailed' };
  const { field } = errorOf(body);
  if (field === 'text') return { result: 'appealText', field: 'textarea' };
  if (field === 'reasonId') return { result: 'appealRefused', field: 'select' };
  return { result: field === 'appealedAt' ? 'appealTime' : 'appealRefused' };
}

function newRecordId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
