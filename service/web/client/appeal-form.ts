import type { ChannelSession } from './channel-session';
import { findElement, setText } from './elements';
import type { RegionClient } from './region-client';
import type { TextId } from './texts';

/** Lets somebody appeal against a code; what came of it is said below the form. */
export function openAppeals(options: {
  readonly client: RegionClient;
  readonly session: ChannelSession;
  /** Where appeals against the code on the page go. */
  readonly path: () => string | undefined;
  readonly text: (id: TextId) => string;
}): void {
  const { client, session, path, text } = options;
  const form = findElement<HTMLFormElement>('appeal-form');
  findElement('appeal').addEventListener('click', () => {
    form.hidden = !form.hidden;
    if (!form.hidden) form.querySelector('textarea')?.focus();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const statement = form.querySelector('textarea')?.value.trim() ?? '';
    const [address, opened] = [path(), await session.token()];
    if (statement === '' || address === undefined || opened === undefined) return;
    const reply = await client.askOnce({
      method: 'POST',
      path: address,
      headers: { authorization: `Bearer ${opened.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ statement }),
    });
    const sent = reply.kind === 'answer' && reply.status < 300;
    setText('appeal-result', text(sent ? 'appealSent' : 'appealFailed'));
    if (sent) form.hidden = true;
  });
}
