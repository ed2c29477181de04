import type { IClock } from '../clock';
import type { ServiceConfig } from '../config';
import { RotatingKeyRing } from '../credential/rotating-key-ring';
import { type KeyRegister, REGISTER_REFRESH_SECONDS, readKeyRegister } from '../keys/key-register';
import type { ServiceLogger } from '../logging/logger';
import type { QuietLog } from '../logging/quiet-log';
import { persist } from './persist';
import { Reloaded } from './reloaded';
import { readPepper, readSigningKeys } from './secret-values';
import type { ISecretReader } from './secrets';

/** What `OpenedSecrets` needs. */
export interface OpenedSecretsOptions {
  readonly config: ServiceConfig;
  readonly clock: IClock;
  readonly logger: ServiceLogger;
  readonly log: QuietLog;
  readonly secrets: ISecretReader;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Ends every attempt. */
  readonly signal: AbortSignal;
}

/** Reads what a process must hold before it serves, again and again until it has it. */
export class OpenedSecrets {
  constructor(private readonly options: OpenedSecretsOptions) {}

  /** What names of people are made with. */
  pepper(): Promise<Buffer> {
    const { config, secrets } = this.options;
    return this.persistently(async () => readPepper(await secrets.read(config.pepperSecret)));
  }

  /** The keys of those who call the fleet: each fleet knows its own. */
  register(): Promise<Reloaded<KeyRegister>> {
    return this.persistently(() => this.openRegister());
  }

  /** What codes are signed with. */
  keyRing(): Promise<RotatingKeyRing> {
    const { config, clock, secrets, random, log, logger } = this.options;
    return this.persistently(() =>
      RotatingKeyRing.open({
        read: async () => readSigningKeys(await secrets.read(config.signingKeySecret)),
        clock,
        random,
        onFailure: (err, readAtMs) =>
          log.failure(
            { err, keysReadAt: new Date(readAtMs).toISOString() },
            'the signing keys cannot be read again; those read before stay in use',
          ),
        onChange: (kid) => logger.info({ kid }, 'the signing keys have changed'),
      }),
    );
  }

  private openRegister(): Promise<Reloaded<KeyRegister>> {
    const { config, clock, secrets, random, log } = this.options;
    const { fleet, channelKeysSecret, partnerKeysSecret } = config;
    const name = fleet === 'citizen' ? channelKeysSecret : partnerKeysSecret;
    let held: KeyRegister | undefined;
    return Reloaded.open({
      read: async () => {
        const kids: string[] = [];
        held = readKeyRegister(await secrets.read(name), (kid) => kids.push(kid), held);
        if (kids.length > 0) log.failure({ kids }, 'registered keys that cannot be used');
        return held;
      },
      everySeconds: REGISTER_REFRESH_SECONDS,
      clock,
      random,
      onFailure: (err, readAtMs) =>
        log.failure(
          { err, keysReadAt: new Date(readAtMs).toISOString() },
          'the registered keys cannot be read again; those read before stay in use',
        ),
    });
  }

  private persistently<Value>(read: () => Promise<Value>): Promise<Value> {
    const { log, random, signal } = this.options;
    return persist(read, {
      onFailure: (err) => log.failure({ err }, 'the secrets cannot be read'),
      signal,
      random,
    });
  }
}
