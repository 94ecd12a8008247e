/** The registry tells a home port by its code; people know it by its name. */
import { language } from '../i18n/t.ts';
import { zoneList } from './focus.ts';

/** `Cảng cá Tam Quang (TQA)`; the code alone while its zone is not known; undefined without one. */
export function portName(code: string | undefined): string | undefined {
  const port = code && zoneList.value.find(({ properties }) => properties.code === code)?.properties;
  if (!port) return code;
  const name = language.value === 'en' ? (port.nameEn ?? port.name) : port.name;
  return `${name} (${code})`;
}
