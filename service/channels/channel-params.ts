import * as z from 'zod';

/** Longest name of a channel in a path; whether there is one of this name is seen to before. */
const NAME_LENGTH = 64;

/** What the path of a channel's routes holds. */
export const CHANNEL_PARAMS = z.object({
  channel: z.string().max(NAME_LENGTH).describe('Name of the channel, out of the plan'),
});
