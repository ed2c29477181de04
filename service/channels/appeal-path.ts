/** Where objections to what is known of a person are taken; of a family member where that is shown. */
export function appealPath(channel: string, member?: string): string {
  const path = `/channels/${channel}/appeals`;
  return member === undefined ? path : `${path}?member=${encodeURIComponent(member)}`;
}
