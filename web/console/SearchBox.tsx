/**
 * One box for every identifier, for coordinates in any notation, zones, ports, seas and islands; `/` goes to it. What the map
 * knows comes at once, what only the registry knows follows.
 */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatPosition } from '../../geofences/position-text.ts';
import { findVessels } from '../api/resources.ts';
import { language, t } from '../i18n/t.ts';
import { vessels } from '../live/picture.ts';
import { bindKeys } from '../ui/keys.ts';
import { knowZones, showPlace, showVessel, showZone, zoneList } from './focus.ts';
import { searchIdentities } from './search.ts';
import { placeOf, searchNames, searchZones } from './search-places.ts';
import { ZONE_KINDS } from './zone-kinds.ts';

interface Hit {
  id: string;
  label: string;
  detail: string;
  choose(): void;
}

/** A pause in typing after which the server is asked. */
const ASK_AFTER_MS = 250;
const MAX_HITS = 12;
const MAX_PLACES = 5;

export function SearchBox(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const query = useSignal('');
  /** What the registry answered, and to which question. */
  const further = useSignal<{ text: string; hits: Hit[] }>({ text: '', hits: [] });
  const active = useSignal(0);

  useEffect(
    () =>
      bindKeys({
        '/': () => {
          input.current?.focus();
          input.current?.select();
        },
      }),
    [],
  );

  const text = query.value.trim();
  const zones = zoneList.value;
  // In the render, not after it: Enter takes what belongs to the last letter typed.
  const local = useMemo(() => localHits(text), [text, zones]);
  const known = new Set(local.map(({ id }) => id));
  const ofServer = further.value.text === text ? further.value.hits.filter(({ id }) => !known.has(id)) : [];
  const hits = [...local, ...ofServer].slice(0, MAX_HITS);
  useEffect(() => {
    active.value = 0;
    if (text === '') return undefined;
    void knowZones();
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = await findVessels(text, abort.signal);
        further.value = { text, hits: found.map((v) => hit(v.id, v.label, v.name, v.mmsi)) };
      } catch {
        // What the map knows is already shown; the connection banner says the rest.
        if (!abort.signal.aborted) further.value = { text, hits: [] };
      }
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, active, further]);

  const choose = (chosen: Hit | undefined): void => {
    if (!chosen) return;
    query.value = '';
    input.current?.blur();
    chosen.choose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') active.value = Math.min(hits.length - 1, active.value + 1);
    else if (event.key === 'ArrowUp') active.value = Math.max(0, active.value - 1);
    else if (event.key === 'Enter') choose(hits[active.value]);
    else if (event.key === 'Escape') {
      query.value = '';
      input.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const open = text !== '';
  // An input has this role of itself only with a `list`, which this one has not: it brings its own listbox. A search field
  // may not take the role at all (ARIA in HTML), so it is text with a keyboard for searching.
  const combobox = {
    role: 'combobox',
    list: undefined,
    'aria-expanded': open,
    'aria-controls': open ? 'search-hits' : undefined,
    'aria-activedescendant': open && hits.length > 0 ? `search-hit-${active.value}` : undefined,
  } as const;
  return (
    <search class="search">
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterkeyhint="search"
        autocomplete="off"
        {...combobox}
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        value={query.value}
        onInput={(event) => (query.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div id="search-hits" role="listbox" aria-label={t('search.results')}>
          {hits.map((row, i) => (
            <div
              key={row.id}
              id={`search-hit-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active.value}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(row);
              }}
            >
              <b>{row.label}</b> <span>{row.detail}</span>
            </div>
          ))}
          {hits.length === 0 && <p>{further.value.text === text ? t('search.nothing') : t('search.searching')}</p>}
        </div>
      )}
    </search>
  );
}

function hit(id: string, label: string, name: string | undefined, mmsi: number | undefined): Hit {
  const detail = [name === label ? undefined : name, mmsi === undefined ? undefined : `MMSI ${mmsi}`];
  return { id, label, detail: detail.filter(Boolean).join(' · '), choose: () => void showVessel(id) };
}

/** Vessels that the map knows, then places. */
function localHits(text: string): Hit[] {
  const places = placeHits(text);
  const found = searchIdentities(vessels.identities, text).map((row) => hit(row.id, row.label, row.name, row.mmsi));
  return [...found.slice(0, MAX_HITS - places.length), ...places];
}

/** Coordinates before names: who types them means them. */
function placeHits(text: string): Hit[] {
  const place = placeOf(text);
  const coordinates = place && formatPosition(place.lon, place.lat);
  const zones = searchZones(zoneList.value, text, MAX_PLACES).map((zone): Hit => {
    const { name, nameEn, kind } = zone.properties;
    const label = language.value === 'en' && nameEn ? nameEn : name;
    return { id: `zone-${zone.id}`, label, detail: t(ZONE_KINDS[kind]), choose: () => showZone(zone) };
  });
  const names = searchNames(text, MAX_PLACES).map(({ name, lon, lat }): Hit => {
    return {
      id: `name-${name}-${lon}`,
      label: name,
      detail: t('search.place'),
      choose: () => showPlace({ lon, lat, words: name }),
    };
  });
  const own: Hit[] =
    place && coordinates
      ? [
          {
            id: 'coordinates',
            label: coordinates,
            detail: t('search.coordinates'),
            choose: () => showPlace({ ...place, words: coordinates }),
          },
        ]
      : [];
  return [...own, ...zones, ...names].slice(0, MAX_PLACES);
}
