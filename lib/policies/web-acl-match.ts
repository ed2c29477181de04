import type { Property } from '../topology/property';

/** A request as far as a statement of a web ACL may look at it here. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
}

/** And and Or take more than one statement; WAF refuses fewer. */
const LEAST_STATEMENTS = 2;

/**
 * Whether a statement matches a request; undefined when that cannot be told, because it looks at more
 * than method and path or is not written as WAF takes it.
 */
export function tryMatch(statement: Property, request: WebRequest): boolean | undefined {
  const [kind, ...others] = statement.entries().map(([name]) => name);
  if (kind === undefined || others.length > 0) return undefined;
  const inner = statement.get(kind);
  switch (kind) {
    case 'AndStatement':
    case 'OrStatement': {
      const parts = (inner.tryGet('Statements')?.items() ?? []).map((part) =>
        tryMatch(part, request),
      );
      if (parts.length < LEAST_STATEMENTS || parts.includes(undefined)) return undefined;
      return kind === 'AndStatement' ? !parts.includes(false) : parts.includes(true);
    }
    case 'NotStatement': {
      const part = inner.tryGet('Statement');
      const match = part && tryMatch(part, request);
      return match === undefined ? undefined : !match;
    }
    case 'ByteMatchStatement':
      return tryMatchBytes(inner, request);
    case 'RegexMatchStatement':
      return tryMatchPattern(inner, request);
    default:
      return undefined;
  }
}

function tryMatchBytes(statement: Property, request: WebRequest): boolean | undefined {
  const field = tryReadField(statement, request);
  const wanted = statement.tryGet('SearchString')?.text();
  if (field === undefined || wanted === undefined || wanted === '') return undefined;
  switch (statement.tryGet('PositionalConstraint')?.text()) {
    case 'EXACTLY':
      return field === wanted;
    case 'STARTS_WITH':
      return field.startsWith(wanted);
    case 'ENDS_WITH':
      return field.endsWith(wanted);
    case 'CONTAINS':
      return field.includes(wanted);
    default:
      return undefined;
  }
}

function tryMatchPattern(statement: Property, request: WebRequest): boolean | undefined {
  const field = tryReadField(statement, request);
  const pattern = statement.tryGet('RegexString')?.text();
  if (field === undefined || pattern === undefined || pattern === '') return undefined;
  try {
    return new RegExp(pattern).test(field);
  } catch {
    return undefined;
  }
}

/** What the statement looks at, as it came or in lower case. */
function tryReadField(statement: Property, request: WebRequest): string | undefined {
  const fields = statement.tryGet('FieldToMatch')?.entries() ?? [];
  const [field] = fields.map(([name]) => name);
  const value = { Method: request.method, UriPath: request.path }[field ?? ''];
  const transformations = statement.tryGet('TextTransformations')?.items() ?? [];
  if (value === undefined || fields.length !== 1 || transformations.length === 0) return undefined;
  return transformations.reduce<string | undefined>((text, one) => {
    const type = one.tryGet('Priority') === undefined ? undefined : one.tryGet('Type')?.text();
    if (type === 'NONE') return text;
    return type === 'LOWERCASE' ? text?.toLowerCase() : undefined;
  }, value);
}
