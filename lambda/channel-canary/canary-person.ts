/**
 * The person the canaries ask for. The number is well-formed, so that the request takes the whole way
 * through the service, and is nobody's: a county 0000 does not exist, nor does anyone born in 1850.
 */
export const CANARY_PERSON = { idType: '10', idNumber: '440000185001010004' } as const;
