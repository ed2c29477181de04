import { z } from 'zod';
import { textOf } from './text-schema';

/** Blocks of partners: a security group holds 60 rules by default, and each block is one. */
export const PARTNER_SOURCES_LIMIT = 50;

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';

/** An IPv4 block that is not the whole internet, nor a large part of it. */
const CIDR_PATTERN = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}/(?:[89]|[12]\\d|3[0-2])$`);

const BLOCK_ALLOWED =
  'an IPv4 block of /8 to /32 by its first address, for example 203.0.113.0/24 or 203.0.113.7/32';

/** Whether a block is written by its first address; EC2 would change another one behind our back. */
function startsItsBlock(block: string): boolean {
  const [address = '', length = ''] = block.split('/');
  const bits = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return bits % 2 ** (32 - Number(length)) === 0;
}

/** The blocks from which partners may send records. */
export const partnerSourcesSchema = z
  .array(textOf(CIDR_PATTERN, BLOCK_ALLOWED).refine(startsItsBlock, { error: BLOCK_ALLOWED }))
  .max(PARTNER_SOURCES_LIMIT)
  .default([])
  .meta({ description: 'IPv4 blocks of the partners that may send records.' });
