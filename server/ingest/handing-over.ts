/** Who may sign for a shift that is handed over. Pure. */
import { HaidangError } from '../errors.ts';
import type { Handover } from '../models/handover.ts';

/** @throws HaidangError `illegal-move`: it is signed already, or by the same person */
export function refuseTaking({ state, givenBy, takenBy }: Handover, by: string): void {
  const act = { vi: 'ký nhận ca', en: 'sign for this shift' };
  if (state === 'taken') {
    const why = { vi: `${takenBy} đã ký nhận`, en: `${takenBy} has signed for it` };
    throw new HaidangError('illegal-move', { act, why });
  }
  if (givenBy !== by) return;
  const why = { vi: 'người giao và người nhận phải là hai người', en: 'who gives it and who takes it are two people' };
  throw new HaidangError('illegal-move', { act, why });
}
