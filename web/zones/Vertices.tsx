/** The coordinates of a zone in degrees and minutes, to be read, typed, added and removed: all that a hand on the map can do. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Zone } from '../../geofences/types.ts';
import { placeOf } from '../console/search-places.ts';
import { isArea, withoutHole } from './holes.ts';
import { isEnough, type Position, type Strand, strandsOf, typedPosition, withStrand } from './strands.ts';
import { TypedHole } from './TypedHole.tsx';
import { z } from './words.ts';

const PAGE_ROWS = 25;

interface VerticesProps {
  zone: Zone;
  disabled: boolean;
  onChange(zone: Zone): void;
  onPlace(place: { lon: number; lat: number }): void;
}

export function Vertices({ zone, disabled, onChange, onPlace }: VerticesProps): JSX.Element {
  if (zone.geometry.type === 'Point') {
    const { coordinates } = zone.geometry;
    return (
      <section class="vertices">
        <h3>{z('coords.title')}</h3>
        <PositionField
          label={z('coords.center')}
          position={coordinates}
          disabled={disabled}
          onChange={(center) => onChange({ ...zone, geometry: { type: 'Point', coordinates: center } })}
        />
      </section>
    );
  }
  const strands = strandsOf(zone);
  const parts = new Set(strands.map(({ part }) => part)).size;
  return (
    <section class="vertices">
      <h3>{z('coords.title')}</h3>
      {strands.map((strand) => (
        <StrandRows
          key={`${strand.part} ${strand.ring}`}
          strand={strand}
          label={parts > 1 ? z('coords.part', { n: strand.part + 1, what: strandName(strand) }) : strandName(strand)}
          disabled={disabled}
          onPlace={onPlace}
          onChange={(positions) => onChange(withStrand(zone, strand, positions))}
          onFill={strand.ring > 0 ? () => onChange(withoutHole(zone, strand)) : undefined}
        />
      ))}
      {!disabled && isArea(zone) && <TypedHole zone={zone} onChange={onChange} />}
    </section>
  );
}

function strandName({ form, ring }: Strand): string {
  if (form === 'line') return z('coords.line');
  return ring === 0 ? z('coords.outer') : z('coords.hole', { n: ring });
}

interface StrandRowsProps {
  strand: Strand;
  label: string;
  disabled: boolean;
  onChange(positions: Position[]): void;
  /** Of a hole: makes it part of the zone again. */
  onFill: (() => void) | undefined;
  onPlace(place: { lon: number; lat: number }): void;
}

function StrandRows({ strand, label, disabled, onChange, onFill, onPlace }: StrandRowsProps): JSX.Element {
  const { positions } = strand;
  const first = useSignal(0);
  const from = Math.min(first.value, Math.max(0, positions.length - 1));
  const shown = positions.slice(from, from + PAGE_ROWS);
  return (
    <details open={positions.length <= PAGE_ROWS}>
      <summary>
        {label} · {z('coords.vertices', { n: positions.length })}
      </summary>
      {onFill && !disabled && (
        <p>
          <button type="button" onClick={onFill}>
            {z('hole.fill')}
          </button>
        </p>
      )}
      <ol class="vertex-rows">
        {shown.map((position, row) => {
          const i = from + row;
          const n = i + 1;
          return (
            <li key={`${i} ${position.join()}`}>
              <button
                type="button"
                class="vertex-number"
                aria-label={z('coords.show', { n })}
                title={z('coords.show', { n })}
                onClick={() => onPlace({ lon: position[0], lat: position[1] })}
              >
                {n}
              </button>
              <PositionField
                label={z('coords.vertex', { n })}
                isLabelHidden
                position={position}
                disabled={disabled}
                onChange={(next) => onChange(positions.with(i, next))}
              />
              {!disabled && (
                <>
                  <button
                    type="button"
                    aria-label={z('coords.insert', { n })}
                    title={z('coords.insert', { n })}
                    disabled={strand.form === 'line' && n === positions.length}
                    onClick={() =>
                      onChange(positions.toSpliced(n, 0, between(position, positions[n % positions.length]!)))
                    }
                  >
                    +
                  </button>
                  <button
                    type="button"
                    aria-label={z('coords.remove', { n })}
                    title={z('coords.remove', { n })}
                    disabled={!isEnough(strand, positions.length - 1)}
                    onClick={() => onChange(positions.toSpliced(i, 1))}
                  >
                    ×
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ol>
      {positions.length > PAGE_ROWS && (
        <p class="vertex-pages">
          <button type="button" disabled={from === 0} onClick={() => (first.value = Math.max(0, from - PAGE_ROWS))}>
            {z('coords.earlier')}
          </button>
          <span>{z('coords.span', { from: from + 1, to: from + shown.length, n: positions.length })}</span>
          <button
            type="button"
            disabled={from + PAGE_ROWS >= positions.length}
            onClick={() => (first.value = from + PAGE_ROWS)}
          >
            {z('coords.later')}
          </button>
        </p>
      )}
    </details>
  );
}

function between([aLon, aLat]: Position, [bLon, bLat]: Position): Position {
  return [(aLon + bLon) / 2, (aLat + bLat) / 2];
}

interface PositionFieldProps {
  label: string;
  isLabelHidden?: boolean;
  position: Position;
  disabled: boolean;
  onChange(position: Position): void;
}

function PositionField({ label, isLabelHidden, position, disabled, onChange }: PositionFieldProps): JSX.Element {
  const isBad = useSignal(false);
  const text = typedPosition(position);
  const take = (typed: string): void => {
    // What was not touched keeps every digit that it came with.
    const place = typed === text ? undefined : placeOf(typed);
    isBad.value = typed !== text && !place;
    if (place) onChange([place.lon, place.lat]);
  };
  return (
    <label class="field position-field">
      <span class={isLabelHidden ? 'sr-only' : undefined}>{label}</span>
      <input
        value={text}
        disabled={disabled}
        aria-invalid={isBad.value}
        onChange={(event) => take(event.currentTarget.value.trim())}
      />
      {isBad.value && <span class="fault">{z('coords.bad')}</span>}
    </label>
  );
}
