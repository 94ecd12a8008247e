/** A zone made wider or narrower by miles, or one with another: looked at first, then taken into the draft. */
import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { isDirectedLine } from '../../geofences/geometry/shape.ts';
import { formatPosition } from '../../geofences/position-text.ts';
import type { Zone } from '../../geofences/types.ts';
import { formatDecimal } from '../i18n/t.ts';
import type { ZoneKey } from '../i18n/zones-catalogue.ts';
import { zoneName } from '../rules/names.ts';
import { withZone } from './changes.ts';
import { type Answer, losesStretches, MOST_NM, type Reshaped, type ShapeFault } from './shaping/reshaped.ts';
import { type Position, strandsOf } from './strands.ts';
import { areaWords, z } from './words.ts';
import { changeZones, draft } from './workspace.ts';

interface ShapeToolsProps {
  zone: Zone;
  /** Shows zones dashed on the map. */
  onPreview(zones: readonly Zone[]): void;
}

const FAULTS: Readonly<Record<ShapeFault | 'number' | 'choose', ZoneKey>> = {
  empty: 'shape.empty',
  antimeridian: 'shape.antimeridian',
  crossing: 'shape.crossing',
  large: 'shape.large',
  apart: 'shape.apart',
  number: 'shape.number',
  failed: 'shape.failed',
  choose: 'shape.choose',
};

/** What is looked at: `without` goes when it is taken. */
type Looked = { fault: keyof typeof FAULTS; at?: Position } | (Reshaped & { without?: string });

export function ShapeTools({ zone, onPreview }: ShapeToolsProps): JSX.Element | null {
  if (isDirectedLine(zone)) {
    return (
      <section class="shape-tools" aria-labelledby="shape-title">
        <h3 id="shape-title">{z('shape.title')}</h3>
        <p>{z('shape.line')}</p>
      </section>
    );
  }
  return (
    <section class="shape-tools" aria-labelledby="shape-title">
      <h3 id="shape-title">{z('shape.title')}</h3>
      <Widen zone={zone} onPreview={onPreview} />
      <Merge zone={zone} onPreview={onPreview} />
    </section>
  );
}

/** What is looked at is of a zone as it was: it goes when the zone changes, and from the map with the page. */
function useLooked({ zone, onPreview }: ShapeToolsProps): Signal<Looked | undefined> {
  const looked = useSignal<Looked | undefined>(undefined);
  useEffect(() => {
    looked.value = undefined;
    return () => onPreview([]);
  }, [zone]);
  return looked;
}

/** The libraries come when somebody first asks; an outline that they cannot master must not take the page along. */
async function answered(ask: () => Promise<Answer>): Promise<Looked> {
  try {
    return await ask();
  } catch {
    return { fault: 'failed' };
  }
}

function Widen(props: ShapeToolsProps): JSX.Element {
  const { zone, onPreview } = props;
  const miles = useSignal('');
  const looked = useLooked(props);
  const look = async (event: Event): Promise<void> => {
    event.preventDefault();
    const byNm = Number(miles.value.trim().replace(',', '.').replace('−', '-'));
    const isNumber = miles.value.trim() !== '' && byNm !== 0 && Math.abs(byNm) <= MOST_NM;
    looked.value = isNumber
      ? await answered(async () => (await import('./shaping/widen.ts')).widened(zone, byNm))
      : { fault: 'number' };
    onPreview('zone' in looked.value ? [looked.value.zone] : []);
  };
  return (
    <details>
      <summary>{z('shape.widen')}</summary>
      <form onSubmit={(event) => void look(event)}>
        <label class="field">
          <span>{z('shape.byNm')}</span>
          <input
            name="widen-nm"
            inputMode="text"
            value={miles.value}
            onInput={(event) => (miles.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit">{z('shape.look')}</button>
      </form>
      <Preview zone={zone} looked={looked} onPreview={onPreview} />
    </details>
  );
}

function Merge(props: ShapeToolsProps): JSX.Element | null {
  const { zone, onPreview } = props;
  const other = useSignal('');
  const without = useSignal(false);
  const parts = useSignal<readonly number[]>([]);
  const looked = useLooked(props);
  useEffect(() => {
    parts.value = [];
  }, [zone]);
  const show = async (ask: () => Promise<Answer>, also: { without?: string } = {}): Promise<void> => {
    const answer = await answered(ask);
    looked.value = 'zone' in answer ? { ...answer, ...also } : answer;
    onPreview('zone' in answer ? [answer.zone] : []);
  };
  const mergeZones = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = draft.value.find(({ id }) => id === other.value);
    if (!chosen) looked.value = { fault: 'choose' };
    else
      await show(
        async () => (await import('./shaping/merge.ts')).mergedZones(zone, chosen),
        without.value ? { without: chosen.id } : {},
      );
  };
  const mergeParts = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (parts.value.length < 2) looked.value = { fault: 'choose' };
    else await show(async () => (await import('./shaping/merge.ts')).mergedParts(zone, parts.value));
  };
  const tick = (part: number, isTicked: boolean): void => {
    parts.value = isTicked ? [...parts.value, part] : parts.value.filter((one) => one !== part);
  };
  const outers = strandsOf(zone).filter(({ ring }) => ring === 0);
  return (
    <details>
      <summary>{z('shape.merge')}</summary>
      {isOutlined(zone) && outers.length > 1 && (
        <form onSubmit={(event) => void mergeParts(event)}>
          <fieldset>
            <legend>{z('shape.parts')}</legend>
            {outers.map(({ part, positions }) => (
              <label key={part} class="check-line">
                <input
                  type="checkbox"
                  name="merge-part"
                  checked={parts.value.includes(part)}
                  onChange={(event) => tick(part, event.currentTarget.checked)}
                />{' '}
                {z('coords.part', { n: part + 1, what: z('coords.vertices', { n: positions.length }) })}
              </label>
            ))}
          </fieldset>
          <button type="submit">{z('shape.lookParts')}</button>
        </form>
      )}
      <form onSubmit={(event) => void mergeZones(event)}>
        <label class="field">
          <span>{z('shape.other')}</span>
          <select name="merge-zone" value={other.value} onChange={(event) => (other.value = event.currentTarget.value)}>
            <option value="">–</option>
            <OtherZones zone={zone} />
          </select>
        </label>
        <label class="check-line">
          <input
            type="checkbox"
            name="merge-without"
            checked={without.value}
            onChange={(event) => (without.value = event.currentTarget.checked)}
          />{' '}
          {z('shape.without')}
        </label>
        {draft.value.some(isDirectedLine) && <p class="hint">{z('shape.noLines')}</p>}
        <button type="submit">{z('shape.lookZone')}</button>
      </form>
      <Preview zone={zone} looked={looked} onPreview={onPreview} />
    </details>
  );
}

function OtherZones({ zone }: { zone: Zone }): ComponentChildren {
  return draft.value
    .filter((one) => one.id !== zone.id && one.properties.kind !== 'land' && !isDirectedLine(one))
    .map((one) => (
      <option key={one.id} value={one.id}>
        {zoneName(one)}
      </option>
    ));
}

interface PreviewProps extends ShapeToolsProps {
  looked: Signal<Looked | undefined>;
}

function Preview({ zone, looked, onPreview }: PreviewProps): JSX.Element | null {
  const found = looked.value;
  if (!found) return null;
  if ('fault' in found) {
    return (
      <p class="fault" role="alert">
        {z(FAULTS[found.fault])}
        {found.at && ` ${z('shape.at', { where: formatPosition(...found.at) })}`}
      </p>
    );
  }
  const strands = strandsOf(found.zone);
  const parts = strands.filter(({ ring }) => ring === 0).length;
  const n = strands.reduce((sum, { positions }) => sum + positions.length, 0);
  const take = (): void => {
    onPreview([]);
    const others = found.without === undefined ? draft.value : withZone(draft.value, found.without, undefined);
    changeZones(withZone(others, zone.id, found.zone));
  };
  return (
    <div class="shape-preview" role="status">
      <p>
        {z('shape.preview')} {areaWords(zone)} → <b>{areaWords(found.zone)}</b>
      </p>
      <p>
        {isOutlined(found.zone) && z('coords.vertices', { n })}
        {parts > 1 && ` · ${z('shape.several', { n: parts })}`}
        {strands.length > parts && ` · ${z('shape.holes', { n: strands.length - parts })}`}
      </p>
      {found.offM !== undefined && <p>{z('shape.off', { m: formatDecimal(Math.ceil(found.offM)) })}</p>}
      {!isOutlined(zone) && isOutlined(found.zone) && <p>{z('shape.becomesArea')}</p>}
      {losesStretches(zone, found.zone) && <p class="fault">{z('shape.loses')}</p>}
      <p>
        <button type="button" class="primary" onClick={take}>
          {z('shape.take')}
        </button>{' '}
        <button
          type="button"
          onClick={() => {
            looked.value = undefined;
            onPreview([]);
          }}
        >
          {z('shape.leave')}
        </button>
      </p>
    </div>
  );
}

/** Has an outline of its own, and not a middle with a radius or a width. */
function isOutlined({ geometry }: Zone): boolean {
  return geometry.type.endsWith('Polygon');
}
