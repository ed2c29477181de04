import type { Chance } from './chance';
import type { Corpus } from './corpus';

/** Changes one thing of data that would have been valid. */
export function spoiledValue(value: unknown, chance: Chance, corpus: Corpus): unknown {
  const deeper = typeof value === 'object' && value !== null && chance.happens(0.8);
  if (!deeper) return replaced(value, chance, corpus);
  if (Array.isArray(value)) return spoiledArray(value, chance, corpus);
  return spoiledObject(value as Record<string, unknown>, chance, corpus);
}

function spoiledArray(value: readonly unknown[], chance: Chance, corpus: Corpus): unknown[] {
  const at = chance.below(value.length);
  if (chance.happens(0.1)) return [...value, ...value];
  return value.map((item, index) => (index === at ? spoiledValue(item, chance, corpus) : item));
}

function spoiledObject(
  value: Readonly<Record<string, unknown>>,
  chance: Chance,
  corpus: Corpus,
): Record<string, unknown> {
  const names = Object.keys(value);
  const name = names.length === 0 ? corpus.text() : chance.pick(names);
  const { [name]: taken, ...others } = value;
  switch (chance.below(6)) {
    case 0:
      return others;
    case 1:
      return { ...value, [corpus.text()]: corpus.value() };
    case 2:
      return { ...others, [`${name} `]: taken };
    default:
      return { ...value, [name]: spoiledValue(taken, chance, corpus) };
  }
}

function replaced(value: unknown, chance: Chance, corpus: Corpus): unknown {
  if (typeof value === 'number' && chance.happens(0.5)) {
    return chance.pick([-value, value * 1e9, value + 0.5, Number.MAX_SAFE_INTEGER]);
  }
  if (typeof value !== 'string' || chance.happens(0.3)) return corpus.value();
  return spoiledText(value, chance, corpus);
}

/** Changes a text somewhere. */
export function spoiledText(text: string, chance: Chance, corpus: Corpus): string {
  const at = chance.below(text.length + 1);
  switch (chance.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + corpus.text() + text.slice(at);
    case 2:
      return text + text;
    case 3:
      return text.slice(0, at) + String.fromCharCode(chance.below(0x3000)) + text.slice(at + 1);
    case 4:
      return corpus.text();
    default:
      return text.toUpperCase();
  }
}
