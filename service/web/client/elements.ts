/** The element of an id that the page's own HTML has. */
export function findElement<Type extends HTMLElement = HTMLElement>(id: string): Type {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element as Type;
}

/** Sets a text only when it changes, so that screen readers are told once. */
export function setText(id: string, text: string): void {
  const element = findElement(id);
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === '';
}

/** Makes an element with a text. */
export function make(tag: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className !== '') element.className = className;
  return element;
}

/** Replaces children, but only when they would differ. */
export function setChildren(id: string, children: readonly HTMLElement[]): void {
  const parent = findElement(id);
  const next = children.map(({ outerHTML }) => outerHTML).join('');
  if (parent.innerHTML === next) return;
  parent.textContent = '';
  parent.append(...children);
}
