/** What the map is filtered by, field by field, and the saved groups. */
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Unit } from '../../server/models/contact.ts';
import { getJson } from '../api/http.ts';
import { zoneList } from '../console/focus.ts';
import { type Key, t } from '../i18n/t.ts';
import { identityVersion, vessels } from '../live/picture.ts';
import { PanelFrame } from '../map/PanelFrame.tsx';
import { seesSome } from '../ui/session.ts';
import { isFiltered, knownUnits, mapFilter, setField, showAll } from './filters.ts';
import { GroupsPart } from './GroupsPart.tsx';
import type { MapFilter } from './judge.ts';
import '../i18n/panel-texts.ts';

type ListField = Exclude<keyof MapFilter, 'text'>;
interface Choice {
  value: string;
  words: string;
}

/** Fields whose values are the same everywhere. */
const FIXED: readonly { field: ListField; title: Key; values: readonly (readonly [string, Key])[] }[] = [
  {
    field: 'states',
    title: 'filter.states',
    values: [
      ['moving', 'filter.moving'],
      ['stopped', 'filter.stopped'],
      ['unknown', 'filter.noSpeed'],
      ['lost', 'filter.lost'],
      ['alarmed', 'filter.alarmed'],
    ],
  },
  {
    field: 'crafts',
    title: 'filter.crafts',
    values: [
      ['own', 'filter.own'],
      ['fishing', 'filter.fishing'],
      ['other', 'filter.other'],
      ['aid', 'filter.aid'],
      ['distress', 'filter.distress'],
    ],
  },
  {
    field: 'flags',
    title: 'filter.flags',
    values: [
      ['vietnamese', 'filter.vietnamese'],
      ['foreign', 'filter.foreign'],
      ['unknown', 'filter.unknown'],
    ],
  },
];
const MOST_CHOICES = 300;

export function FilterPanel({ selected }: { selected: string | undefined }): JSX.Element {
  useUnits();
  const known = useKnownValues();
  const unitNames = knownUnits.value.map(({ id, name }) => ({ value: id, words: name }));
  return (
    <PanelFrame title={t('filter.title')}>
      <label>
        {t('filter.text')}
        <input
          type="search"
          maxLength={100}
          value={mapFilter.value.text ?? ''}
          onInput={(event) => setField('text', event.currentTarget.value.trim())}
        />
      </label>
      {FIXED.map(({ field, title, values }) => (
        <Choices
          key={field}
          field={field}
          title={t(title)}
          choices={values.map(([value, key]) => ({ value, words: t(key) }))}
        />
      ))}
      <Choices field="lengths" title={t('filter.lengths')} choices={lengthChoices()} />
      <Choices field="sources" title={t('filter.sources')} choices={sourceChoices()} />
      <Folded field="gears" title={t('filter.gears')} choices={known.gears} />
      <Folded field="ports" title={t('filter.ports')} choices={known.ports} />
      <Folded field="units" title={t('filter.units')} choices={unitNames} />
      <Folded field="providers" title={t('filter.providers')} choices={known.providers} />
      <p>
        <small>{t('filter.always')}</small>
      </p>
      {isFiltered.value && (
        <button type="button" onClick={showAll}>
          {t('filter.showAll')}
        </button>
      )}
      <GroupsPart selected={selected} />
    </PanelFrame>
  );
}

function lengthChoices(): Choice[] {
  const between = (from: number, to: number): Choice => ({
    value: `${from}-${to}`,
    words: t('filter.metres', { from, to }),
  });
  return [
    { value: 'under6', words: t('filter.under6') },
    between(6, 12),
    between(12, 15),
    between(15, 24),
    { value: 'from24', words: t('filter.from24') },
    { value: 'unknown', words: t('filter.unknown') },
  ];
}

function sourceChoices(): Choice[] {
  return [
    { value: 'vms', words: 'VMS' },
    { value: 'ais', words: 'AIS' },
    { value: 'manual', words: t('filter.manual') },
  ];
}

interface ChoicesProps {
  field: ListField;
  title: string;
  choices: readonly Choice[];
}

function Choices({ field, title, choices }: ChoicesProps): JSX.Element {
  return (
    <fieldset>
      <legend>{title}</legend>
      <Boxes field={field} choices={choices} />
    </fieldset>
  );
}

/** A field with as many values as a province has ports. */
function Folded({ field, title, choices }: ChoicesProps): JSX.Element | null {
  if (choices.length === 0) return null;
  const n = mapFilter.value[field]?.length ?? 0;
  return (
    <details>
      <summary>{n === 0 ? title : t('filter.chosen', { what: title, n })}</summary>
      {/* biome-ignore lint/a11y/useSemanticElements: the summary names it */}
      <div role="group" aria-label={title}>
        <Boxes field={field} choices={choices} many />
      </div>
    </details>
  );
}

function Boxes({ field, choices, many }: Omit<ChoicesProps, 'title'> & { many?: boolean }): JSX.Element {
  const chosen: readonly string[] = mapFilter.value[field] ?? [];
  const toggle = (value: string, isOn: boolean): void => {
    const next = isOn ? [...chosen, value] : chosen.filter((one) => one !== value);
    setField(field, next as MapFilter[ListField]);
  };
  return (
    <div class={many ? 'filter-choices many' : 'filter-choices'}>
      {choices.map(({ value, words }) => (
        <label key={value} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => toggle(value, event.currentTarget.checked)}
          />
          {words}
        </label>
      ))}
    </div>
  );
}

/** Gears, ports and providers of the vessels in the picture, by name; those that are chosen in any case. */
function useKnownValues(): Record<'gears' | 'ports' | 'providers', Choice[]> {
  const version = identityVersion.value;
  const zones = zoneList.value;
  const { gears, ports, providers } = mapFilter.value;
  return useMemo(() => {
    const found = { gears: new Set(gears), ports: new Set(ports), providers: new Set(providers) };
    for (const row of vessels.identities) {
      if (row?.gear) found.gears.add(row.gear);
      if (row?.homePort) found.ports.add(row.homePort);
      if (row?.provider) found.providers.add(row.provider);
    }
    const names = new Map(zones.map(({ properties }) => [properties.code, properties.name]));
    const sorted = (values: Set<string>, name = (value: string) => value): Choice[] =>
      [...values]
        .slice(0, MOST_CHOICES)
        .map((value) => ({ value, words: name(value) }))
        .sort((a, b) => a.words.localeCompare(b.words, 'vi'));
    return {
      gears: sorted(found.gears),
      ports: sorted(found.ports, (code) => names.get(code) ?? code),
      providers: sorted(found.providers),
    };
  }, [version, zones, gears, ports, providers]);
}

/** Units are the province's: whoever sees some vessels only is not asked to choose among them. */
function useUnits(): void {
  useEffect(() => {
    if (seesSome()) return;
    getJson<{ body: Unit[] }>('/settings/units').then(
      ({ body }) => (knownUnits.value = body),
      () => {},
    );
  }, []);
}
