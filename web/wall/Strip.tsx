/** Tiles: a number, its last day as a line, what it should be, and how old it is. Colour only where a target is missed. */

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Tile, TileName } from '../../server/wall/figures.ts';
import { formatCount, type Key, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { durationWords } from '../ui/format.ts';
import { figures } from './figures.ts';

const NAMES: Record<TileName, Key> = {
  reporting: 'tile.reporting',
  silent: 'tile.silent',
  longSilent: 'tile.longSilent',
  boundary: 'tile.boundary',
  urgent: 'tile.urgent',
  waiting: 'tile.waiting',
  oldest: 'tile.oldest',
  acknowledge: 'tile.acknowledge',
  cases: 'tile.cases',
  feeds: 'tile.feeds',
  messages: 'tile.messages',
};

export function Strip({ names }: { names: readonly TileName[] }): JSX.Element {
  const tiles = figures.value?.tiles;
  return (
    <section class="wall-strip">
      {names.map((name) => {
        const tile = tiles?.find((one) => one.name === name);
        return <TileView key={name} name={name} tile={tile} time={now.value} />;
      })}
    </section>
  );
}

export interface TileViewProps {
  name: TileName;
  tile: Tile | undefined;
  /** That its age is told against, epoch ms. */
  time: number;
}

export function TileView({ name, tile, time }: TileViewProps): JSX.Element {
  const state = tile?.state ?? 'unknown';
  return (
    <article class={`wall-tile ${state}`} data-tile={name}>
      <h2>{t(NAMES[name])}</h2>
      <p class="value">
        {tile?.value === undefined ? '—' : valueWords(tile.value, tile.unit)}
        {tile?.of !== undefined && <span class="of">/{formatCount(tile.of)}</span>}
        {tile && tile.series.length > 0 && <Sparkline series={tile.series} />}
      </p>
      <p class="small">
        {state === 'out' && <b>▲ {t('wall.off')} · </b>}
        {state === 'unknown' && <b>{t('wall.unknown')} · </b>}
        {tile?.target && <span>{targetWords(tile)} · </span>}
        {tile?.asOf === undefined
          ? t('wall.dataUnknown')
          : t('wall.dataAge', { age: durationWords(Math.max(0, time - tile.asOf)) })}
      </p>
    </article>
  );
}

function valueWords(value: number, unit: Tile['unit']): string {
  return unit === 'ms' ? durationWords(value) : formatCount(value);
}

function targetWords({ target, unit }: Tile): string {
  if (!target) return '';
  if ('atLeast' in target) return t('wall.atLeast', { target: valueWords(target.atLeast, unit) });
  return t('wall.atMost', { target: valueWords(target.atMost, unit) });
}

const WIDTH = 100;
const HEIGHT = 30;

/** The last day; a gap is where nobody knows. */
function Sparkline({ series }: { series: readonly (number | null)[] }): JSX.Element {
  const path = useRef<SVGPathElement>(null);
  const drawn = sparkPath(series);
  useEffect(() => path.current?.setAttribute('d', drawn), [drawn]);
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path ref={path} d={drawn} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

/** From 0, so that a small change does not look like a large one. */
export function sparkPath(series: readonly (number | null)[]): string {
  const most = Math.max(1, ...series.map((value) => value ?? 0));
  let path = '';
  let isOpen = false;
  series.forEach((value, i) => {
    if (value === null) {
      isOpen = false;
      return;
    }
    const x = (i / Math.max(1, series.length - 1)) * WIDTH;
    const y = HEIGHT - 1 - (value / most) * (HEIGHT - 2);
    path += `${isOpen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    // A value by itself is a dot.
    if (!isOpen) path += 'h0.01';
    isOpen = true;
  });
  return path;
}
