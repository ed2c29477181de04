import { ServiceError } from '../errors/service-error';

/** For an id that is none of the person's. */
export function unknownMember(): ServiceError {
  return new ServiceError('KAPOK_MEMBER_UNKNOWN', 'there is no such family member', {
    field: 'member',
    fix: 'use an id of the list of members',
  });
}
