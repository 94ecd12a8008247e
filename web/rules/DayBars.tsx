/** Alerts a day, today's version beside the changed one: outlined and filled, so that no colour has to be told from another. */
import type { JSX } from 'preact';
import type { DryRunResult } from '../../geofences/dry-run/result.ts';
import { formatCount, t } from '../i18n/t.ts';
import { BothHead } from './BothCounts.tsx';
import '../i18n/rules-texts.ts';

const WIDTH = 640;
const HEIGHT = 210;
const LEFT = 44;
const RIGHT = 16;
const TOP = 18;
const BOTTOM = 24;
const PLOT = HEIGHT - TOP - BOTTOM;
/** Numbers stand above the bars while there is room for them. */
const NUMBERED_DAYS = 10;
/** Dates that fit below the bars. */
const DATES = 10;

type Day = DryRunResult['days'][number];

export function DayBars({ days }: { days: readonly Day[] }): JSX.Element {
  const most = Math.max(1, ...days.map(({ now, proposed }) => Math.max(now, proposed)));
  const step = (WIDTH - LEFT - RIGHT) / days.length;
  const every = Math.ceil(days.length / DATES);
  const sum = (of: 'now' | 'proposed'): number => days.reduce((total, day) => total + day[of], 0);
  const marks = most === 1 ? [1] : [Math.round(most / 2), most];
  return (
    <figure class="day-bars">
      <figcaption>
        <span class="key now" /> {t('dryRun.today')} <span class="key proposed" /> {t('dryRun.changed')}
        {days.some(({ hasTracks }) => !hasTracks) && (
          <>
            {' '}
            <span class="key no-tracks" /> {t('dryRun.noTracksThen')}
          </>
        )}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('dryRun.chart', { now: sum('now'), proposed: sum('proposed'), most })}
      >
        {silentRuns(days).map(({ from, length }) => (
          <rect key={from} class="no-tracks" x={LEFT + from * step} y={TOP} width={length * step} height={PLOT} />
        ))}
        {marks.map((mark) => (
          <g key={mark} class="mark">
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={heightOf(mark, most)} y2={heightOf(mark, most)} />
            <text x={LEFT - 6} y={heightOf(mark, most) + 4} text-anchor="end">
              {formatCount(mark)}
            </text>
          </g>
        ))}
        <line class="base" x1={LEFT} x2={WIDTH - RIGHT} y1={TOP + PLOT} y2={TOP + PLOT} />
        {days.map((day, i) => (
          <DayPair
            key={day.date}
            day={day}
            x={LEFT + i * step}
            step={step}
            most={most}
            numbered={days.length <= NUMBERED_DAYS}
            dated={(days.length - 1 - i) % every === 0}
          />
        ))}
      </svg>
    </figure>
  );
}

/** Days in a row without tracks, as one. */
function silentRuns(days: readonly Day[]): { from: number; length: number }[] {
  const runs: { from: number; length: number }[] = [];
  days.forEach(({ hasTracks }, day) => {
    const last = runs[runs.length - 1];
    if (hasTracks) return;
    if (last && last.from + last.length === day) last.length++;
    else runs.push({ from: day, length: 1 });
  });
  return runs;
}

interface DayPairProps {
  day: Day;
  x: number;
  step: number;
  most: number;
  numbered: boolean;
  dated: boolean;
}

function DayPair({ day, x, step, most, numbered, dated }: DayPairProps): JSX.Element {
  const bar = step * 0.38;
  const gap = step * 0.04;
  const { now, proposed } = day;
  const left = x + (step - 2 * bar - gap) / 2;
  return (
    <g>
      <title>{t('dryRun.bar', { date: dayWords(day.date), now, proposed })}</title>
      <Bar version="now" count={now} x={left} width={bar} most={most} numbered={numbered} />
      <Bar version="proposed" count={proposed} x={left + bar + gap} width={bar} most={most} numbered={numbered} />
      {dated && (
        <text class="date" x={x + step / 2} y={HEIGHT - 7} text-anchor="middle">
          {dayWords(day.date)}
        </text>
      )}
    </g>
  );
}

interface BarProps {
  version: 'now' | 'proposed';
  count: number;
  x: number;
  width: number;
  most: number;
  numbered: boolean;
}

function Bar({ version, count, x, width, most, numbered }: BarProps): JSX.Element | null {
  if (count === 0) return null;
  const y = heightOf(count, most);
  return (
    <>
      <rect class={version} x={x} y={y} width={width} height={TOP + PLOT - y} />
      {numbered && (
        <text class="count" x={x + width / 2} y={y - 4} text-anchor="middle">
          {formatCount(count)}
        </text>
      )}
    </>
  );
}

function heightOf(count: number, most: number): number {
  return TOP + PLOT * (1 - count / most);
}

/** `24/11` of `2026-11-24`. */
function dayWords(date: string): string {
  const [, month, day] = date.split('-');
  return `${day}/${month}`;
}

export function DayTable({ days }: { days: readonly Day[] }): JSX.Element {
  return (
    <details class="day-table">
      <summary>{t('dryRun.table')}</summary>
      <table>
        <BothHead what={t('dryRun.day')} />
        <tbody>
          {days.map(({ date, hasTracks, now, proposed }) => (
            <tr key={date}>
              <th scope="row">{dayWords(date)}</th>
              <td class="number">{hasTracks ? formatCount(now) : '–'}</td>
              <td class="number">{hasTracks ? formatCount(proposed) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
