/** An entity as the JSON text that would be kept of it, where it is not kept as one, or has to be read before it is given. */
import type { KeptText } from './store.ts';

export function textOf(entity: { id: string }): KeptText {
  return { id: entity.id, text: JSON.stringify(entity) };
}
