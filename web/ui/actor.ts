import { t } from '../i18n/t.ts';

/** Who did something, as screens name them: what nobody did was the system; whoever answered a message is no user. */
export function actorName(by: string): string {
  if (by === 'system') return t('case.system');
  const [, way, who = ''] = /^(link|sms|key):(.+)$/s.exec(by) ?? [];
  if (way === undefined) return by;
  if (way === 'key') return t('actor.key', { who });
  const reader = /^(owner|captain):/.exec(who)?.[1];
  const name = reader === 'owner' ? t('contact.owner') : reader === 'captain' ? t('contact.captain') : who;
  return t(way === 'link' ? 'actor.link' : 'actor.sms', { who: name });
}
