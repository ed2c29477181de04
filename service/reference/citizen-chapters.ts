import { SCOPES } from '../channels/channel-caller';
import { CHANNEL_TOKEN_TYPE, TOKEN_LENGTH } from '../channels/channel-tokens';
import {
  NAME_LENGTH,
  SUBJECT_LENGTH,
  TOKEN_LIFE_SECONDS,
  TOKEN_SKEW_SECONDS,
} from '../channels/token-claims';
import { DEVICE_HEADER } from '../codes/device-key';
import { ID_TYPE_TEXTS, ID_TYPES } from '../people/id-types';
import { EPOCH_SECONDS, EPOCH_TOLERANCE } from '../web/verify/epoch';

/** What channels have to know beside the routes; Markdown. */
export function citizenChapters(issuer: string): string {
  return [INTERFACES, tokens(issuer), DOCUMENTS, PICTURE, page(issuer)].join('\n\n');
}

const INTERFACES = `The outline follows the seven interfaces of GB/T 38963-2020 as far as it is publicly known:

| # | Interface | 接口 | Here |
|---|---|---|---|
| 1 | user health declaration | 用户健康申报 | \`POST /channels/{channel}/declarations/health\` |
| 2 | user trip declaration | 用户行程申报 | \`POST /channels/{channel}/declarations/trip\` |
| 3 | user health query | 用户健康查询 | \`GET /channels/{channel}/me/health\` |
| 4 | apply to call the code | 调用申请 | registered by the operator; \`GET /channels/{channel}/registration\` |
| 5 | make-code request | 制码请求 | \`POST /channels/{channel}/code\` |
| 6 | verify-code request | 验码请求 | \`POST /channels/{channel}/verify\` |
| 7 | correction of health data | 健康数据更正 | \`POST /channels/{channel}/appeals\` |`;

const tokens = (issuer: string) => `## Tokens of channels

A channel proves who its user is with a token of its own, sent as \`authorization: Bearer <token>\`: a compact
JWS (RFC 7515) of ${TOKEN_LENGTH} characters at most, signed with ES256 or EdDSA (Ed25519) by a registered key. Its header is
\`{"alg": "ES256" or "EdDSA", "kid": <name of the key>, "typ": "${CHANNEL_TOKEN_TYPE}"}\` without \`crit\`; its claims are:

| Claim | | |
|---|---|---|
| \`iss\` | required | name of the channel, the same as in the path |
| \`aud\` | required | \`${issuer}\`, exactly so, or a list that holds it |
| \`sub\` | required | who it is, ${SUBJECT_LENGTH} characters at most: scope \`citizen\`: \`<ID type>:<ID number>\`; \`checkpoint\`: the channel's own name of the place; \`staff\`: the channel's own name of the member of staff. The last two never hold an ID number |
| \`scope\` | required | one of ${SCOPES.map((scope) => `\`${scope}\``).join(', ')}, as the operation says and the key may sign for |
| \`name\` | optional | of scope \`citizen\`: name of the person as the channel knows it, ${NAME_LENGTH} characters at most; it is masked at once and kept nowhere in full |
| \`iat\`, \`exp\` | required | Unix seconds; \`exp\` is ${TOKEN_LIFE_SECONDS} s after \`iat\` at most. Clocks may differ by ${TOKEN_SKEW_SECONDS} s |
| \`nbf\` | optional | Unix seconds |

\`GET /channels/{channel}/registration\` tells which keys are registered.`;

const DOCUMENTS = `## Identity documents

| ID type | Document | 证件 |
|---|---|---|
${ID_TYPES.map((type) => `| \`${type}\` | ${ID_TYPE_TEXTS[type].en} | ${ID_TYPE_TEXTS[type].zh} |`).join('\n')}

Limit: a passport (\`20\`) is known by its number alone, without the state that issued it. Two passports of
different states with one number would count as one person; send another document where there is one.`;

const PICTURE = `## The picture at the gate

A QR code holds the text \`<JWS>\`, the \`credential\` of the answer as it is, or, when the code was asked for with
\`${DEVICE_HEADER}\`, \`<JWS>.<epoch>.<proof>\`: \`epoch\` is the Unix time in seconds divided by ${EPOCH_SECONDS}, rounded down, in
decimal; \`proof\` is the base64url, without padding, of the raw 64 bytes (r, then s) of an ECDSA signature with
P-256 and SHA-256, made by the phone's private key over the ASCII text \`<JWS>.<epoch>\`. So a picture is drawn
anew every ${EPOCH_SECONDS} s. A verifier takes epochs up to ${EPOCH_TOLERANCE} before and after its own.`;

const page = (issuer: string) => `## The page in a channel

A channel that draws no code itself opens the page of this service, in one of two ways:

- \`${issuer}/#channel=<name>&token=<token>\`: the page takes both out of the fragment, which no server
  sees, and out of the address at once, and keeps them as long as the tab. When the token has ended, it
  asks to be opened from the channel again.
- In a web view, before the page's program runs, as \`globalThis.kapokChannel = { name, token() }\`: \`name\` is
  the channel, \`token()\` returns a promise of a new token (\`Promise<string>\`). The page asks for one when it
  has none, when its own is about to end, and when the service has refused it. This way a code is renewed
  without end.

\`${issuer}/verifier\` is the page for gates: it reads codes with the camera and verifies them without a network,
with the keys and the list of revoked codes that it fetched before; it needs no token.`;
