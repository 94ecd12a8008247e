/** An account's unit, held against the tree of units, which is a settings document: one that is not in it answers for nothing. */
import { HaidangError } from '../errors.ts';
import type { Unit } from '../models/contact.ts';

/** @throws HaidangError `account-invalid` */
export function refuseStrangeUnit(unit: string, units: readonly Unit[]): void {
  if (units.some(({ id }) => id === unit.trim())) return;
  const known = units.map(({ id, name }) => `${id} (${name})`).join(', ');
  throw new HaidangError('account-invalid', {
    field: { vi: 'đơn vị', en: 'unit' },
    why: {
      vi: `không có đơn vị “${unit}”; có: ${known || 'chưa có đơn vị nào'}`,
      en: `there is no unit “${unit}”; there are: ${known || 'none so far'}`,
    },
  });
}
