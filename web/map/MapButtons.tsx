/** The buttons along the map's right edge. */
import type { JSX } from 'preact';
import { onlyPart, openPart } from '../console/windows.ts';
import { isFiltered } from '../filters/filters.ts';
import { formatCount, t } from '../i18n/t.ts';
import { measuring, toggleMeasuring } from '../measure/measure.ts';
import { mapNotes, seesNotes } from '../notes/notes.ts';
import { backToLive, replaying, startReplay } from '../replay/replay.ts';
import type { LiveMap } from './LiveMap.ts';
import { type MapPanel, openPanel, togglePanel } from './panels.ts';
import { tileLayers } from './tile-layers.ts';

export function MapButtons({ map }: { map: { readonly current: LiveMap | undefined } }): JSX.Element {
  const notes = mapNotes.value.length;
  return (
    <div class="map-buttons">
      <PanelButton panel="filter" words={t('filter.open')} sign="▽" isOn={isFiltered.value} />
      {seesNotes() && <PanelButton panel="notes" words={t('mapNote.open')} sign="⚑" count={notes} />}
      {tileLayers.value.length > 0 && <PanelButton panel="layers" words={t('layers.open')} sign="☰" />}
      <Button words={t('map.zoomIn')} sign="+" onClick={() => map.current?.zoomBy(1)} />
      <Button words={t('map.zoomOut')} sign="−" onClick={() => map.current?.zoomBy(-1)} />
      <Button words={t('map.home')} sign="⌂" onClick={() => map.current?.home()} />
      <Button words={t('measure.start')} sign="↔" pressed={measuring.value} onClick={toggleMeasuring} />
      <Button
        words={t('replay.start')}
        sign="↺"
        pressed={replaying.value}
        onClick={() => (replaying.value ? backToLive() : startReplay())}
      />
      <PanelButton panel="link" words={t('link.open')} sign="#" />
      {onlyPart.value === undefined && (
        <Button words={t('window.map')} sign="↗" className="own-window" onClick={() => openPart('map')} />
      )}
    </div>
  );
}

interface PanelButtonProps {
  panel: MapPanel;
  words: string;
  sign: string;
  /** What the panel is about is at work although it is closed. */
  isOn?: boolean;
  count?: number;
}

function PanelButton({ panel, words, sign, isOn = false, count = 0 }: PanelButtonProps): JSX.Element {
  return (
    <Button
      words={words}
      sign={sign}
      count={count}
      pressed={isOn || openPanel.value === panel}
      onClick={() => togglePanel(panel)}
    />
  );
}

interface ButtonProps {
  words: string;
  sign: string;
  pressed?: boolean;
  count?: number;
  className?: string;
  onClick(): void;
}

function Button({ words, sign, pressed, count = 0, className, onClick }: ButtonProps): JSX.Element {
  const label = count > 0 ? `${words}: ${formatCount(count)}` : words;
  return (
    <button type="button" class={className} aria-label={label} title={label} aria-pressed={pressed} onClick={onClick}>
      {sign}
      {count > 0 && <small aria-hidden="true">{formatCount(count)}</small>}
    </button>
  );
}
