/** What keeps the system itself from taking in or showing what arrives. */
import type { JSX } from 'preact';
import { formatTime } from '../../geofences/position-text.ts';
import type { SystemStatus } from '../../server/live/protocol.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { said, t } from '../i18n/t.ts';

export function SystemAlarms({
  current: { journal, store, failingChannels, audit },
}: {
  current: SystemStatus;
}): JSX.Element {
  return (
    <>
      {!journal.healthy && (
        <b class="bad" role="alert">
          ✕ {t('alarm.journal', { why: journal.problem ? said(journal.problem) : '?' })}
        </b>
      )}
      {store?.problem && (
        <b class="bad" role="alert">
          ✕ {t('alarm.store', { why: said(store.problem) })}
        </b>
      )}
      {failingChannels?.map(({ channel, failingSince, why }) => (
        <b class="bad" role="alert" key={channel}>
          ✕ {t('alarm.channel', { channel: t(CHANNELS[channel]), time: formatTime(failingSince), why })}
        </b>
      ))}
      {audit?.alarm && (
        <b class={audit.alarm.isOver ? undefined : 'bad'} role={audit.alarm.isOver ? 'status' : 'alert'}>
          {audit.alarm.isOver ? '✓' : '✕'}{' '}
          {t(audit.alarm.isOver ? 'alarm.auditOver' : 'alarm.audit', {
            time: formatTime(audit.alarm.since),
            why: said(audit.alarm.why),
          })}
        </b>
      )}
    </>
  );
}
