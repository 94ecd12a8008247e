/** Answers made of texts that the store keeps: nothing that goes out as it is stored is read and written again. */
import type { Response } from 'express';

/**
 * The text of an object with more members behind its own.
 * @param text JSON of an object that has a member at least @param more members that it has not; those that are undefined are left out
 */
function withMembers(text: string, more: Record<string, unknown>): string {
  const added = JSON.stringify(more);
  return added === '{}' ? text : `${text.slice(0, -1)},${added.slice(1)}`;
}

const written = new WeakMap<object, string>();

/** JSON of what nobody changes, written once. */
export function textOnce(value: object): string {
  const known = written.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  written.set(value, text);
  return text;
}

/** `{"<name>": […], …more}`. @param texts JSON of each of the list */
export function listText(name: string, texts: readonly string[], more: Record<string, unknown> = {}): string {
  return withMembers(`{${JSON.stringify(name)}:[${texts.join(',')}]}`, more);
}

/** @param text JSON */
export function sendText(response: Response, text: string | Buffer): void {
  response.type('json').send(text);
}
