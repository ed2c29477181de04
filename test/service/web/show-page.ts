import { type TestApp, testApp } from '../fixtures/app';
import { CALLER_KEYS, channelToken } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { ID_NUMBER } from '../fixtures/people';
import { signedRequest } from '../fixtures/signed-request';
import { builtPage } from './fixtures/page-server';

/** Serves the page and the verifier on this machine, with a person who was tested, until it is stopped. */
async function showPage(): Promise<void> {
  const clock = new ManualClock(Date.now());
  setInterval(() => clock.advance((Date.now() - clock.now()) / 1000), 1000);
  const citizen = await testApp('citizen', { clock }, { page: builtPage() });
  for (const part of citizen.parts) part.start();
  await sendTest(await testApp('partner', citizen));
  const url = await citizen.app.listen({ host: '127.0.0.1', port: 0 });
  const token = await channelToken({ atMs: Date.now() });
  process.stdout.write(
    [
      `page      ${url}/#channel=suikang&token=${token}`,
      `verifier  ${url}/verifier`,
      `openapi   ${url}/openapi.json`,
      'The token holds for 15 minutes; Ctrl-C ends.\n',
    ].join('\n'),
  );
}

async function sendTest(partner: TestApp): Promise<void> {
  const sampledAt = new Date(Date.now() - 7 * 3_600_000).toISOString();
  const test = { recordId: 'r1', idType: '10', idNumber: ID_NUMBER, sampledAt };
  const record = { ...test, resultAt: sampledAt, result: 'negative', laboratory: 'lab' };
  const { statusCode } = await partner.http.send(
    await signedRequest({
      key: CALLER_KEYS.lab,
      atMs: partner.clock.now(),
      url: '/records/nucleic-acid-tests',
      payload: { records: [record] },
    }),
  );
  await partner.http.close();
  if (statusCode !== 200) throw new Error('the test of the person was not taken');
}

void showPage();
