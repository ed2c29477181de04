/** For whom a channel may sign. */
export const SCOPES = ['citizen', 'checkpoint', 'staff'] as const;

/** One of `SCOPES`. */
export type Scope = (typeof SCOPES)[number];

/** A citizen whose identity a channel has proved. */
export interface CitizenCaller {
  readonly scope: 'citizen';
  readonly channel: string;
  readonly personKey: string;
  /** Masked, when the channel knows it: all but the first character is hidden. */
  readonly name?: string;
  readonly expiresAtMs: number;
}

/** Somebody who looks at codes at a gate. */
export interface CheckpointCaller {
  readonly scope: 'checkpoint';
  readonly channel: string;
  /** The channel's own name of the place. */
  readonly venue: string;
  readonly expiresAtMs: number;
}

/** Somebody who may look people up who have no phone. */
export interface StaffCaller {
  readonly scope: 'staff';
  readonly channel: string;
  /** The channel's own name of the member of staff. */
  readonly staff: string;
  readonly expiresAtMs: number;
}

/** Who asks the citizen fleet, as the channel's token proves it. */
export type ChannelCaller = CitizenCaller | CheckpointCaller | StaffCaller;

/** Knows callers by their tokens. */
export interface IChannelTokens {
  /**
   * The caller behind a bearer token of `channel`; a token seen before costs one look-up.
   * @throws ServiceError `KAPOK_TOKEN_INVALID` or `KAPOK_TOKEN_EXPIRED`
   */
  callerOf(token: string, channel: string): Promise<ChannelCaller>;
  /** The same without asking anything but memory; undefined for a token not seen before. */
  tryKnownCaller(token: string): ChannelCaller | undefined;
}
