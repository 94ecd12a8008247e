/** One place for single-key commands. They are off while somebody types and while a modifier is held. */

export type KeyBindings = Record<string, (event: KeyboardEvent) => void>;

/** Inputs that take no letters. */
const POINTED = ['range', 'checkbox', 'radio', 'button', 'submit'];

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !POINTED.includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keys are named as in `event.key`, letters in lower case; `Shift+a` for a shifted letter. Returns the way to end it. */
export function bindKeys(bindings: KeyBindings): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A dialog that stands before the page has the keys, Escape first of all.
    if (event.key !== '?' && document.querySelector('dialog:modal')) return;
    if (isTyping(event.target) && event.key !== 'Escape') return;
    // A pressed button or link answers Enter itself, a button or a switch the space bar.
    if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('button,a')) return;
    if (event.key === ' ' && event.target instanceof Element && event.target.closest('button,input,summary')) return;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const shifted = event.shiftKey && letter >= 'a' && letter <= 'z' && letter.length === 1;
    const command = bindings[shifted ? `Shift+${letter}` : letter];
    if (!command) return;
    event.preventDefault();
    command(event);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
