/** Puts what somebody did into the audit trail. */
import type { Act, Entry } from '../models/entry.ts';
import type { Pipeline } from './pipeline.ts';

type Human = Extract<Entry, { by: string }> | (Extract<Entry, { type: 'sms-in' }> & { by: string });

/** @param position of the entry in the journal @param at epoch ms @param subject what it is about */
export function record(
  { pending }: Pipeline,
  { by, type: kind }: Pick<Human, 'by' | 'type'>,
  position: number,
  at: number,
  subject: string,
  details?: Act['details'],
): void {
  const act: Act = { id: `a${String(position).padStart(16, '0')}`, at, by, kind, subject };
  if (details) act.details = details;
  pending.acts.push(act);
}
