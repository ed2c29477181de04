/**
 * Kinds of identity documents taken, in the codes of the national platform: 10 is the resident ID.
 */
export const ID_TYPES = ['10'] as const;

/** One of `ID_TYPES`. */
export type IdType = (typeof ID_TYPES)[number];
