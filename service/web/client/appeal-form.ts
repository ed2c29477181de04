import type { Session } from './channel-session';
import { findElement, setText } from './elements';
import { CLOCK_TOLERANCE_MS } from './phone-clock';
import type { RegionClient } from './region-client';
import type { TextId } from './texts';

/** What `openAppeals` needs. */
export interface AppealOptions {
  readonly client: Pick<RegionClient, 'askOnce'>;
  readonly session: { token(): Promise<Session | undefined> };
  readonly now: () => number;
  /** Where appeals against the code on the page go. */
  readonly path: () => string | undefined;
  readonly text: (id: TextId) => string;
}

/** Lets somebody appeal against a code; what came of it is said below the form. */
export function openAppeals(options: AppealOptions): void {
  const form = findElement<HTMLFormElement>('appeal-form');
  let recordId = newRecordId();
  findElement('appeal').addEventListener('click', () => {
    form.hidden = !form.hidden;
    if (!form.hidden) form.querySelector('select')?.focus();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const sent = await send(form, recordId, options);
    setText('appeal-result', options.text(sent ? 'appealSent' : 'appealFailed'));
    if (!sent) return;
    form.hidden = true;
    form.reset();
    recordId = newRecordId();
  });
}

/** The same number until one was taken, so that sending it again adds nothing. */
async function send(
  form: HTMLFormElement,
  recordId: string,
  { client, session, now, path }: AppealOptions,
): Promise<boolean> {
  const [address, opened] = [path(), await session.token()];
  if (address === undefined || opened === undefined) return false;
  const appeal = {
    recordId,
    // In no region's future, whichever way the clocks are off.
    appealedAt: new Date(now() - CLOCK_TOLERANCE_MS).toISOString(),
    reasonId: form.querySelector('select')?.value,
    text: form.querySelector('textarea')?.value.trim(),
  };
  const reply = await client.askOnce({
    method: 'POST',
    path: address,
    headers: { authorization: `Bearer ${opened.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(appeal),
  });
  return reply.kind === 'answer' && reply.status < 300;
}

function newRecordId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
