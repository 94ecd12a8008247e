import { t } from '../i18n/t.ts';

/** Who did something, as screens name them: what nobody did was the system. */
export function actorName(by: string): string {
  return by === 'system' ? t('case.system') : by;
}
