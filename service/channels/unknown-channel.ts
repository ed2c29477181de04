import { ServiceError } from '../errors/service-error';

/** For a name that the plan does not have. */
export function unknownChannel(channels: readonly string[]): ServiceError {
  return new ServiceError('KAPOK_CHANNEL_UNKNOWN', 'there is no channel of this name', {
    field: 'channel',
    allowed: channels,
    fix: 'use one of the allowed channels',
  });
}
