/** All zones of the draft: found by name without diacritics, with their kind, version, validity and the rules that use them. */
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { readyRule, ruleKinds, watchesZone } from '../../geofences/rules/index.ts';
import type { Rule, Zone, ZoneKind } from '../../geofences/types.ts';
import { compact } from '../console/search.ts';
import { ZONE_KINDS } from '../console/zone-kinds.ts';
import { t } from '../i18n/t.ts';
import { zoneName } from '../rules/names.ts';
import { zonePath } from '../ui/router.ts';
import type { ZoneChange } from './changes.ts';
import { validityWords } from './validity.ts';
import { z } from './words.ts';

/** More rows than anybody reads; the search finds the others. */
const MOST_ROWS = 200;

interface ZoneListProps {
  zones: readonly Zone[];
  rules: readonly Rule[];
  changes: readonly ZoneChange[];
  query: Signal<string>;
  kind: Signal<ZoneKind | ''>;
  now: number;
}

export function ZoneList({ zones, rules, changes, query, kind, now }: ZoneListProps): JSX.Element {
  const changed = new Map(changes.map((change) => [change.id, change.change]));
  const found = foundZones(zones, query.value, kind.value);
  const ready = rules.filter((rule) => ruleKinds.has(rule.kind)).map(readyRule);
  return (
    <section class="zone-list" aria-label={z('title')}>
      <div class="zone-search">
        <input
          type="search"
          aria-label={z('search')}
          placeholder={z('search')}
          value={query.value}
          onInput={(event) => (query.value = event.currentTarget.value)}
        />
        <select
          aria-label={z('kindFilter')}
          value={kind.value}
          onChange={(event) => (kind.value = event.currentTarget.value as ZoneKind | '')}
        >
          <option value="">{z('anyKind')}</option>
          {Object.entries(ZONE_KINDS).map(([name, key]) => (
            <option key={name} value={name}>
              {t(key)}
            </option>
          ))}
        </select>
      </div>
      <p class="picked" role="status">
        {found.length === 0 ? z('none') : z('count', { n: found.length })}
      </p>
      <ul>
        {found.slice(0, MOST_ROWS).map((zone) => {
          const state = changed.get(zone.id);
          const uses = ready.filter((rule) => watchesZone(rule, zone)).length;
          return (
            <li key={zone.id}>
              <a href={zonePath(zone.id)} data-zone={zone.id}>
                <b>{zoneName(zone)}</b> {state && <em class="zone-state">{z(state)}</em>}
                <small>
                  {t(ZONE_KINDS[zone.properties.kind])} · {z('version', { n: zone.properties.version })} ·{' '}
                  {uses === 0 ? z('noRule') : z('uses', { n: uses })}
                </small>
                <small>{validityWords(zone.properties, now)}</small>
              </a>
            </li>
          );
        })}
      </ul>
      {found.length > MOST_ROWS && <p class="picked">{z('further', { n: found.length - MOST_ROWS })}</p>}
    </section>
  );
}

/** By name; what begins with the words stands first. */
function foundZones(zones: readonly Zone[], query: string, kind: ZoneKind | ''): Zone[] {
  const wanted = compact(query);
  const rank = (zone: Zone): number => {
    const { name, nameEn, code, kind: of } = zone.properties;
    const texts = [name, nameEn ?? '', code ?? '', zone.id, t(ZONE_KINDS[of])].map(compact);
    if (texts.some((text) => text.startsWith(wanted))) return 0;
    return texts.some((text) => text.includes(wanted)) ? 1 : 2;
  };
  return zones
    .filter((zone) => kind === '' || zone.properties.kind === kind)
    .map((zone) => ({ zone, at: rank(zone) }))
    .filter(({ at }) => at < 2)
    .sort((a, b) => a.at - b.at || zoneName(a.zone).localeCompare(zoneName(b.zone), 'vi'))
    .map(({ zone }) => zone);
}
