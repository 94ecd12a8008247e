/** Alerts that are put aside: always to be seen, with when they come back. */
import type { JSX, RefObject } from 'preact';
import type { Alert } from '../../server/models/alert.ts';
import { said, t } from '../i18n/t.ts';
import { AlertActions, shelfWords } from './AlertActions.tsx';
import { selectedAlert } from './focus.ts';
import { PriorityMark } from './PriorityMark.tsx';

interface AsideListProps {
  aside: readonly Alert[];
  comment: RefObject<HTMLInputElement | null>;
  onSelect(alert: Alert): void;
}

export function AsideList({ aside, comment, onSelect }: AsideListProps): JSX.Element | null {
  if (aside.length === 0) return null;
  return (
    <details class="aside">
      <summary>{t('alerts.aside', { n: aside.length })}</summary>
      <ul>
        {aside.map((alert) => (
          <li key={alert.id} data-presses={alert.id} class={alert.id === selectedAlert.value ? 'selected' : undefined}>
            <button type="button" class="alert-head" onClick={() => onSelect(alert)}>
              <PriorityMark priority={alert.occurrence.priority} /> {said(alert.text)}
              {alert.response.state === 'suppressed' && <small>{t('alert.suppressed')}</small>}
              {alert.response.state === 'shelved' && alert.id !== selectedAlert.value && (
                <small>{shelfWords(alert)}</small>
              )}
            </button>
            {alert.id === selectedAlert.value && (
              <div class="alert-detail">
                <AlertActions alert={alert} comment={comment} onAcknowledge={() => undefined} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
