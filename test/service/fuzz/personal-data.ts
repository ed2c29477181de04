import { CHANNEL_TOKEN_TYPE } from '../../../service/channels/channel-tokens';
import { type FuzzPerson, RARE_CHARACTERS } from './people';

/** Longer than an id of 22 random characters, which may have these three in it. */
const SIGNED = /eyJ[\w-]{20,}/;

const JWS = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g;

/** Finds what must not be seen. */
export class PersonalData {
  private readonly numbers: RegExp;
  private readonly names = new RegExp(`[${RARE_CHARACTERS}]{2}`);

  constructor(people: readonly FuzzPerson[]) {
    this.numbers = new RegExp(people.map(({ idNumber }) => idNumber).join('|'), 'i');
  }

  /** What a text gives away, also within what is signed in it; undefined for nothing. */
  tryFind(text: string): string | undefined {
    if (this.numbers.test(text)) return 'an ID number';
    if (this.names.test(text)) return 'a full name';
    for (const [jws] of text.matchAll(JWS)) {
      const [header = '', claims = ''] = jws.split('.').map(decoded);
      if (header.includes(CHANNEL_TOKEN_TYPE)) return "a channel's token";
      if (this.numbers.test(claims)) return 'an ID number within a signed text';
      if (this.names.test(claims)) return 'a full name within a signed text';
    }
    return undefined;
  }

  /** The same for what only operators see: nothing signed stands there either. */
  tryFindInLog(text: string): string | undefined {
    if (SIGNED.test(text)) return 'a signed text';
    return this.tryFind(text);
  }
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}
