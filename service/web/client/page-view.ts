import { findElement, make, setChildren, setText } from './elements';
import type { CardModel, ModelLine } from './page-model';
import type { PanelModel } from './panel-model';
import type { PersonId } from './stored-codes';
import { type Language, textOf } from './texts';

/** Somebody whose code can be shown. */
export interface Chip {
  readonly id: PersonId;
  readonly text: string;
}

/** Shows the card. */
export function showCard(model: CardModel, language: Language): void {
  const card = findElement('card');
  if (card.dataset.tone !== model.tone) card.dataset.tone = model.tone;
  for (const id of ['word', 'name', 'clock', 'date', 'notice', 'instead', 'validity'] as const) {
    setText(id, model[id]);
  }
  setText('asof', model.asOf);
  findElement('picture').hidden = model.tone === 'ended' || model.tone === 'none';
  setChildren('lines', model.lines.flatMap(definition));
  findElement('why').hidden = model.lines.length === 0;
  findElement('appeal').hidden = model.appeal === undefined;
  document.title = `${model.word} · ${textOf(language, 'title')}`;
}

/** Shows a panel in its section. */
export function showPanel(id: string, { lines, note }: PanelModel): void {
  setChildren(`${id}-lines`, lines.flatMap(definition));
  setText(`${id}-note`, note);
  findElement(`${id}-panel`).hidden = lines.length === 0 && note === '';
}

/** Shows whose codes there are; one alone needs no switch. */
export function showFamily(
  chips: readonly Chip[],
  current: PersonId,
  choose: (id: PersonId) => void,
): void {
  const family = findElement('family');
  family.hidden = chips.length < 2;
  const drawn = chips.map(({ id, text }) => `${id} ${text} ${id === current}`).join();
  if (family.dataset.drawn === drawn) return;
  family.dataset.drawn = drawn;
  const focused = (document.activeElement as HTMLElement | null)?.dataset.person;
  family.textContent = '';
  family.append(
    ...chips.map(({ id, text }) => {
      const button = make('button', text);
      button.dataset.person = id;
      button.setAttribute('aria-pressed', String(id === current));
      button.addEventListener('click', () => choose(id));
      return button;
    }),
  );
  if (focused !== undefined) {
    family.querySelector<HTMLElement>(`[data-person="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** Writes every text that never changes but with the language: `data-text` names it. */
export function showTexts(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = textOf(language, element.dataset.text ?? '');
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', textOf(language, element.dataset.label ?? ''));
  }
}

function definition({ label, text }: ModelLine): HTMLElement[] {
  return [make('dt', label), make('dd', text)];
}
