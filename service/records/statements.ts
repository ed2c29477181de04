import * as z from 'zod';
import type { IClock } from '../clock';
import { ORDER_CLASSES } from '../facts/fact';
import {
  areaCodeField,
  endTimeField,
  pastTimeField,
  refuse,
  refuseDisorder,
  textField,
} from './record-fields';

/** Kinds of facts that partners send, besides corrections of them. */
export const PARTNER_KINDS = [
  'nucleic-acid-test',
  'visit',
  'vaccination',
  'vaccination-exemption',
  'order',
  'release',
] as const;

/** One of `PARTNER_KINDS`. */
export type PartnerKind = (typeof PARTNER_KINDS)[number];

/** Longest name of a laboratory, a product or an authority. */
export const NAME_LENGTH = 100;

/** Most doses of a basic course: vaccines have one to three; more is a typing error. */
export const MOST_DOSES = 9;

/** What records of one kind say. */
export interface Statement {
  readonly fields: z.ZodRawShape;
  /** The field with the time of the event, which becomes part of the key. */
  readonly event: string;
  /** What must hold between the fields. */
  readonly check?: (values: Readonly<Record<string, unknown>>, context: z.RefinementCtx) => void;
}

/** What each kind says; the fields are those of the fact's body. */
export function statements(clock: IClock): Readonly<Record<PartnerKind, Statement>> {
  const past = pastTimeField(clock);
  const end = endTimeField(clock).optional();
  const name = textField(clock, NAME_LENGTH);
  return {
    'nucleic-acid-test': {
      fields: {
        result: z.enum(['negative', 'positive']),
        sampledAt: past,
        resultAt: past,
        laboratory: name,
      },
      event: 'sampledAt',
      check: inOrder('sampledAt', 'resultAt'),
    },
    visit: {
      fields: { areaCode: areaCodeField(), enteredAt: past, leftAt: past },
      event: 'enteredAt',
      check: inOrder('enteredAt', 'leftAt'),
    },
    vaccination: vaccination(past, name),
    'vaccination-exemption': {
      fields: { from: past, until: end },
      event: 'from',
      check: inOrder('from', 'until'),
    },
    order: {
      fields: { class: z.enum(ORDER_CLASSES), from: past, until: end, authority: name },
      event: 'from',
      check: inOrder('from', 'until'),
    },
    release: { fields: { releasedAt: past, authority: name }, event: 'releasedAt' },
  };
}

function vaccination(past: z.ZodType, name: z.ZodType): Statement {
  const doses = z.number().int().min(1).max(MOST_DOSES);
  return {
    fields: {
      product: name,
      dose: z.union([doses, z.literal('booster')], {
        error: `must be a dose from 1 to ${MOST_DOSES}, or booster`,
      }),
      basicDoses: doses,
      vaccinatedAt: past,
    },
    event: 'vaccinatedAt',
    check: ({ dose, basicDoses }, context) => {
      if (typeof dose !== 'number' || dose <= Number(basicDoses)) return;
      const fix = 'send booster for a dose after the basic course';
      refuse(context, 'KAPOK_FIELD_INVALID', 'has a dose beyond the basic course', fix);
    },
  };
}

function inOrder(first: string, last: string): Statement['check'] {
  return (values, context) => refuseDisorder([first, last], values, context);
}
