import type * as z from 'zod';
import type { ErrorCode } from './error-codes';
import { ServiceError } from './service-error';

/** What a custom check attaches to its issue. */
export interface IssueDetails {
  readonly errorCode: ErrorCode;
  readonly fix: string;
}

/** Names of fields are echoed only in this form, in which no ID number fits. */
const ECHOED_NAME = /^[A-Za-z_]{1,40}$/;

/**
 * Validates data from outside.
 * @throws ServiceError for the first problem, without the value received
 */
export function validated<Schema extends z.ZodType>(
  schema: Schema,
  data: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw toServiceError(parsed.error.issues[0] as z.core.$ZodIssue, data);
}

function toServiceError(issue: z.core.$ZodIssue, data: unknown): ServiceError {
  const field = pathText(issue.path);
  const name = field ?? 'the body';
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys, field);
  if (issue.code === 'custom' && issue.params !== undefined) {
    const { errorCode, fix } = issue.params as IssueDetails;
    return new ServiceError(errorCode, `${name} ${issue.message}`, { field, fix });
  }
  const allowed = issue.code === 'invalid_value' ? issue.values.map(String) : undefined;
  const expected = issue.code === 'invalid_type' ? issue.expected : allowed?.join(', ');
  if (expected !== undefined && valueAt(data, issue.path) === undefined) {
    return new ServiceError('KAPOK_FIELD_MISSING', `${name} is missing`, {
      field,
      allowed,
      fix: `send ${name} as ${allowed === undefined ? '' : 'one of '}${expected}`,
    });
  }
  return new ServiceError('KAPOK_FIELD_INVALID', `${name} ${expectation(issue)}`, {
    field,
    allowed,
    fix: `correct ${name} and send it again`,
  });
}

/** Texts of our own: the validator's may quote what was received. */
function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `must have at least ${issue.minimum} ${UNITS[issue.origin] ?? ''}`.trimEnd();
    case 'too_big':
      return `must have at most ${issue.maximum} ${UNITS[issue.origin] ?? ''}`.trimEnd();
    case 'invalid_format':
      return issue.message;
    default:
      return 'is not valid';
  }
}

const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

function unknownField(keys: readonly string[], parent: string | undefined): ServiceError {
  const name = keys.find((key) => ECHOED_NAME.test(key));
  const field = name === undefined ? parent : pathText([...(parent ? [parent] : []), name]);
  return new ServiceError('KAPOK_FIELD_UNKNOWN', 'a field that is not known was sent', {
    field,
    fix: 'leave it out; the fields of this request are in the API reference',
  });
}

function pathText(path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step],
    data,
  );
}
