/** A link to what the map shows, for whoever should look at the same. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { replaying, replayTime } from '../replay/replay.ts';
import { pinnedTracks, trackColouring } from '../tracks/tracks.ts';
import { currentAddress } from '../ui/router.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { type LinkedView, withView } from './view-link.ts';
import '../i18n/panel-texts.ts';

/** @param place what the map shows */
export function LinkPanel({ place }: { place: () => LinkedView | undefined }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const isCopied = useSignal(false);
  const seen = useRef(place()).current;
  const time = replaying.peek() ? replayTime.peek() : undefined;
  const view = seen && {
    ...seen,
    tracks: pinnedTracks.peek(),
    colouring: trackColouring.peek(),
    ...(time !== undefined && { time }),
  };
  const address = currentAddress.peek();
  const link = location.origin + (view ? withView(address, view) : address);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
      isCopied.value = true;
    } catch {
      // Not without HTTPS: the link stands selected, and the keyboard copies it.
    }
  };
  useEffect(() => void copy(), []);
  return (
    <PanelFrame title={t('link.title')}>
      <p>{t(time === undefined ? 'link.live' : 'link.then')}</p>
      <input ref={field} type="text" readOnly aria-label={t('link.title')} value={link} />
      <p role="status">{t(isCopied.value ? 'link.copied' : 'link.select')}</p>
      <button type="button" class="primary" onClick={() => void copy()}>
        {t('link.copy')}
      </button>
    </PanelFrame>
  );
}
