import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as the document client gives it. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** An item as plain values; sets and bytes, which no item of ours has, are left out. */
export function plainItem(item: Readonly<Record<string, AttributeValue>>): StoredItem {
  const plain: Record<string, unknown> = {};
  for (const name in item) plain[name] = plainValue(item[name] as AttributeValue);
  return plain;
}

function plainValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.M !== undefined) return plainItem(value.M);
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(plainValue);
  return value.NULL === true ? null : undefined;
}
