/** Tiles: a number, its last day as a line, what it should be, and how old it is. Colour only where a target is missed. */

import type { JSX } from 'preact';
import type { Tile, TileName } from '../../server/wall/figures.ts';
import { formatCount, type Key, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { durationWords } from '../ui/format.ts';
import { figures } from './figures.ts';
import { shortAge } from './short-age.ts';
import { HEIGHT, sparkPath, WIDTH } from './spark.ts';
import '../i18n/wall-texts.ts';

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
        return <TileView key={name} name={name} tile={tile} time={now.value} brief />;
      })}
    </section>
  );
}

interface TileViewProps {
  name: TileName;
  tile: Tile | undefined;
  /** That its age is told against, epoch ms. */
  time: number;
  /** No room for more than signs. */
  brief?: boolean;
}

export function TileView({ name, tile, time, brief = false }: TileViewProps): JSX.Element {
  const state = tile?.state ?? 'unknown';
  // Beneath, with target and age, a narrow tile has no room for it.
  const isBriefUnknown = brief && state === 'unknown';
  return (
    <article class={`wall-tile is-${state}`} data-tile={name}>
      <h2>{t(NAMES[name])}</h2>
      <p class="value">
        {tile?.value === undefined ? '—' : valueWords(tile.value, tile.unit)}
        {tile?.of !== undefined && <span class="of">/{formatCount(tile.of)}</span>}
        {isBriefUnknown && <span class="of">{t('wall.unknown')}</span>}
        {tile && tile.series.length > 0 && <Sparkline series={tile.series} />}
      </p>
      <p class="small">
        {[
          state === 'out' && !brief && `▲ ${t('wall.off')}`,
          state === 'unknown' && !isBriefUnknown && t('wall.unknown'),
          tile?.target && `${state === 'out' && brief ? '▲ ' : ''}${targetWords(tile, brief)}`,
          ageOf(tile, time, brief),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </article>
  );
}

function valueWords(value: number, unit: Tile['unit']): string {
  return unit === 'ms' ? durationWords(value) : formatCount(value);
}

function targetWords({ target, unit }: Tile, brief: boolean): string {
  if (!target) return '';
  if ('atLeast' in target) {
    const least = valueWords(target.atLeast, unit);
    return brief ? `≥ ${least}` : t('wall.atLeast', { target: least });
  }
  if (target.atMost === 0 && !brief) return t('wall.none');
  const most = valueWords(target.atMost, unit);
  return brief ? `≤ ${most}` : t('wall.atMost', { target: most });
}

function ageOf(tile: Tile | undefined, time: number, brief: boolean): string {
  if (tile?.asOf === undefined) return t('wall.dataUnknown');
  const ms = Math.max(0, time - tile.asOf);
  return brief ? shortAge(ms) : t('wall.dataAge', { age: durationWords(ms) });
}

/** The last day; a gap is where nobody knows. */
function Sparkline({ series }: { series: readonly (number | null)[] }): JSX.Element {
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={sparkPath(series)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
