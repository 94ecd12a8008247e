/** The registry names gear in Vietnamese; who reads English is told the kind that rules take it for. */
import { gearKindOf, gearName } from '../../geofences/regions/gear-names.ts';
import { language } from '../i18n/t.ts';

/** `gillnets`; the registry's own word in Vietnamese, and for gear of no known kind. */
export function gearWords(gear: string): string {
  return (language.value === 'en' && gearName(gearKindOf(gear))?.en) || gear;
}
