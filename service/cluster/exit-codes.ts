/** A fault that was not foreseen; the unit starts the process again. */
export const EXIT_FAULT = 1;

/** The environment is wrong; as on the command line, 2 is a mistake of whoever set it up. */
export const EXIT_CONFIG = 2;
