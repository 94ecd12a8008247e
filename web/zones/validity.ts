/** When a zone holds, in words. */
import { forceSpanAt } from '../../geofences/in-force.ts';
import type { ZoneProperties } from '../../geofences/types.ts';
import { t } from '../i18n/t.ts';
import { dayText } from '../ui/written-time.ts';
import '../i18n/panel-texts.ts';

/** `15/12` for `12-15`. */
export function dayMonth(monthDay: string): string {
  const [month, day] = monthDay.split('-');
  return `${day}/${month}`;
}

/** When the zone holds, and whether it does now (epoch ms). Its last day belongs to it. */
export function validityWords(
  { validFrom, validTo, season }: Pick<ZoneProperties, 'validFrom' | 'validTo' | 'season'>,
  now: number,
): string {
  const parts = [
    validFrom && t('zone.fromDay', { day: dayText(validFrom) }),
    validTo && t('zone.toDay', { day: dayText(validTo) }),
    season && t('zone.everyYear', { from: dayMonth(season.from), to: dayMonth(season.to) }),
  ].filter(Boolean);
  if (parts.length === 0) return t('zone.always');
  const holds = forceSpanAt({ validFrom, validTo, season }, now).inForce;
  return `${parts.join(', ')} · ${t(holds ? 'zone.inForce' : 'zone.notInForce')}`;
}
