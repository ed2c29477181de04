import type { IClock } from '../clock';
import { type CredentialIssuer, outlivesSigning } from '../credential/credential-issuer';
import type { Fact } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import type { Identity } from '../people/identity';
import type { PersonKeys } from '../people/person-key';
import { decide } from '../rules/colour';
import type { Decision, WayOut } from '../rules/decision';
import type { Colour, Reason } from '../rules/rule-set';
import type { Rules } from '../rules/rules-in-force';
import type { TestPanel } from '../rules/test-panel';

/** What `CodeService` needs. */
export interface CodeServiceOptions {
  readonly clock: IClock;
  readonly facts: IFactStore;
  readonly personKeys: PersonKeys;
  /** The rules as they are at the moment. */
  readonly rules: () => Rules;
  readonly issuer: CredentialIssuer;
}

/** A person's code as a channel gets it; times are ISO 8601. */
export interface ShownCode {
  readonly colour: Colour;
  readonly reason: Reason;
  readonly wayOut?: WayOut;
  readonly test?: TestPanel;
  readonly ruleVersion: string;
  readonly asOf: string;
  /** Until when the phone need not ask again. */
  readonly freshUntil: string;
  /** Until when the credential verifies. */
  readonly validUntil: string;
  /** Compact JWS. */
  readonly credential: string;
}

/** Shows codes: reads a person's facts, decides, signs. */
export class CodeService {
  constructor(private readonly options: CodeServiceOptions) {}

  /**
   * The code of one person for one channel.
   * @throws StoreUnavailableError when the facts cannot be read; that must not look like none known
   */
  async show(identity: Identity, channel: string): Promise<ShownCode> {
    const { clock, facts, personKeys, rules, issuer } = this.options;
    const personKey = personKeys.personKey(identity);
    const known = await facts.factsOf(personKey);
    const nowMs = clock.now();
    const decision = signableDecision(known, rules(), nowMs);
    const credential = await issuer.issue({ personKey, channel, decision, nowMs });
    return {
      colour: decision.colour,
      reason: decision.reason,
      wayOut: decision.wayOut,
      test: decision.test,
      ruleVersion: decision.ruleVersion,
      asOf: isoOf(credential.issuedAt),
      freshUntil: isoOf(credential.freshUntil),
      validUntil: isoOf(credential.validUntil),
      credential: credential.token,
    };
  }
}

/**
 * The colour now or, when it changes before a credential of it could be used, the one it changes
 * to: a person at a checkpoint must not get a code that is expired as it arrives.
 */
function signableDecision(facts: readonly Fact[], rules: Rules, nowMs: number): Decision {
  let decision = decide(facts, rules, nowMs);
  while (decision.nextChange !== undefined && !outlivesSigning(decision, nowMs)) {
    decision = decide(facts, rules, decision.nextChange.atMs);
  }
  return decision;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
