/** Tag that every resource of a plan carries. */
export const PLAN_TAG = 'kapok:plan';
