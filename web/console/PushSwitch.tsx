/** Notifications of this browser: whether they are on, and the way to what can be done about it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { lookAtPush, pushState } from '../offline/push.ts';
import { later } from '../ui/later.tsx';

const PushDialog = later(async () => (await import('./PushDialog.tsx')).PushDialog, 'panel');

export function PushSwitch(): JSX.Element {
  const open = useSignal(false);
  const isOn = pushState.value.kind === 'on';
  useEffect(() => {
    lookAtPush().catch(() => undefined);
  }, []);
  return (
    <>
      <button
        type="button"
        class="sound push"
        aria-pressed={isOn}
        aria-haspopup="dialog"
        title={t('push.title')}
        onClick={() => (open.value = true)}
      >
        {t(isOn ? 'push.shortOn' : 'push.short')}
      </button>
      {open.value && <PushDialog onClose={() => (open.value = false)} />}
    </>
  );
}
