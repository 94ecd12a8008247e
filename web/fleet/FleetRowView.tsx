/** One vessel in the fleet's table. */
import type { JSX } from 'preact';
import { formatPosition, formatSpeed } from '../../geofences/position-text.ts';
import type { ShownRow } from '../../server/api/fleet.ts';
import { gearWords } from '../console/gear-words.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { ft } from '../i18n/fleet-texts.ts';
import { formatDecimal, language } from '../i18n/t.ts';
import { dayWords } from '../imports/words.ts';
import { serverNow } from '../live/picture.ts';
import { now } from '../ui/clock.ts';
import { ageWords, localStamp, utcStamp } from '../ui/format.ts';
import { vesselPath } from '../ui/router.ts';
import { COLUMNS, STATES } from './words.ts';

const LOCAL_OFFSET_MS = 7 * 3_600_000;

interface FleetRowProps {
  index: number;
  /** Absent until it has come. */
  row: ShownRow | undefined;
  isActive: boolean;
  /** Epoch ms of the answer. */
  time: number;
  onFocus(): void;
}

export function FleetRowView({ index, row, isActive, time, onFocus }: FleetRowProps): JSX.Element {
  if (!row) {
    return (
      <tr data-row={index} aria-rowindex={index + 2}>
        <td colSpan={COLUMNS.length}>…</td>
      </tr>
    );
  }
  const { id, label, name, mmsi, deviceId, lengthM, gear, port, unit, state, speedKn, alerts, priority } = row;
  const today = new Date(time + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
  return (
    <tr data-row={index} aria-rowindex={index + 2} class={isActive ? 'active' : undefined}>
      <th scope="row" class="fleet-label">
        <a href={vesselPath(id)} tabIndex={isActive ? 0 : -1} onFocus={onFocus}>
          {label}
        </a>
      </th>
      <td class="fleet-name">{name}</td>
      <td class={`fleet-state ${state}`}>{ft(STATES[state])}</td>
      <td>
        <Age row={row} />
      </td>
      <td>
        {alerts > 0 && (
          <>
            <PriorityMark priority={(priority ?? 4) as 1 | 2 | 3 | 4} /> {alerts}
          </>
        )}
      </td>
      <td class="fleet-position">{row.lon !== undefined && formatPosition(row.lon, row.lat!)}</td>
      <td class="number">{speedKn !== undefined && formatSpeed(speedKn, language.value)}</td>
      <td>{port}</td>
      <td class="fleet-device">{[mmsi, deviceId].filter(Boolean).join(' · ')}</td>
      <td>{gear && gearWords(gear)}</td>
      <td class="number">{lengthM !== undefined && formatDecimal(lengthM)}</td>
      <td>
        <Licence until={row.licenceUntil} today={today} />
      </td>
      <td>{unit}</td>
    </tr>
  );
}

/** How old, and how many of its own intervals that is. */
function Age({ row: { fixTime, intervalMin } }: { row: ShownRow }): JSX.Element | null {
  void now.value;
  if (fixTime === undefined) return null;
  const ageMs = Math.max(0, serverNow() - fixTime);
  const intervals = ageMs / (intervalMin * 60_000);
  const n = formatDecimal(intervals < 10 ? Math.round(intervals * 10) / 10 : Math.round(intervals));
  const why = ft('fleet.intervalsWhy', { every: intervalMin });
  return (
    <span title={`${localStamp(fixTime)} = ${utcStamp(fixTime)}\n${why}`}>
      {ageWords(ageMs)} <small>{ft('fleet.intervals', { n })}</small>
    </span>
  );
}

function Licence({ until, today }: { until: string | undefined; today: string }): JSX.Element | null {
  if (until === undefined) return null;
  const day = dayWords(until);
  return until < today ? <b class="fleet-expired">{ft('fleet.expired', { day })}</b> : <span>{day}</span>;
}
