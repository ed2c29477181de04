import { DIGEST_ALGORITHM } from '../signatures/content-digest';
import { SIGNATURE_WINDOW_SECONDS } from '../signatures/request-signatures';
import {
  COMPONENTS,
  NONCE_LENGTH,
  SIGNATURE_LABEL,
  SIGNATURE_TAG,
} from '../signatures/signature-input';

const COVERED = COMPONENTS.map((name) => `\`"${name}"\``).join(', ');

/** What partners have to know beside the routes; Markdown. */
export const PARTNER_CHAPTERS = `## Signatures

Partners sign each request as HTTP message signatures do (RFC 9421), in the headers \`signature-input\` and
\`signature\` under the label \`${SIGNATURE_LABEL}\`.

- Components: ${COVERED}; with a body also \`"content-digest"\`, with a query also \`"@query"\`; none of them
  with parameters, each once. \`"@authority"\` is the host that the request is sent to, as in its \`host\`
  header, in lower case and without the port 443: the name under \`servers\`, or the name of one region. A
  request that is signed for any other name is refused.
- Parameters: \`created\` (Unix seconds, within ${SIGNATURE_WINDOW_SECONDS} s of the time of this service, before or after), \`nonce\` (1 to
  ${NONCE_LENGTH} characters, another one for every request, also for a repetition), \`keyid\` (the registered \`kid\`) and
  \`tag="${SIGNATURE_TAG}"\`; optional \`expires\` (Unix seconds) and \`alg\`, which must be that of the key.
- Algorithms: \`ecdsa-p256-sha256\` (64 bytes, r and s) or \`ed25519\`, by the registered key.
- \`content-digest\`: \`${DIGEST_ALGORITHM}=:<base64>:\` (RFC 9530), of the body byte for byte as it is sent.

\`\`\`
signature-input: ${SIGNATURE_LABEL}=(${COMPONENTS.map((name) => `"${name}"`).join(' ')} "content-digest");created=1641774660;nonce="b3k2";keyid="lab-1";tag="${SIGNATURE_TAG}"
\`\`\`

The key says whose it is: a source of records, with the kinds that it may send, or a supervisor. Every record of
a batch has its own fate; repeating a batch changes nothing.`;
