/** For whom a channel may sign. */
export const SCOPES = ['citizen', 'checkpoint', 'staff'] as const;

/** One of `SCOPES`. */
export type Scope = (typeof SCOPES)[number];

/**
 * A citizen whose identity a channel has proved. All of them are made in one place, from one literal: V8
 * gives what is made with `...` a shape of its own each time, and then every look at a property of one
 * of a hundred thousand takes the slow way (node 20: 5 of 35 us of an answer out of memory).
 */
export interface CitizenCaller {
  readonly scope: 'citizen';
  readonly channel: string;
  readonly personKey: string;
  /** Masked, when the channel knows it: all but the first character is hidden. */
  readonly name?: string | undefined;
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
