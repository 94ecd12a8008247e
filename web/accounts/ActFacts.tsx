/** The parts of an act in words: what each is called, times as times, places to a tenth of a minute or so. */
import type { JSX } from 'preact';
import { type Key, t } from '../i18n/t.ts';
import { localStamp } from '../ui/format.ts';
import '../i18n/access-texts.ts';

const NAMES: Readonly<Record<string, Key>> = {
  what: 'fact.what',
  name: 'fact.name',
  report: 'fact.report',
  format: 'fact.format',
  from: 'fact.from',
  to: 'fact.to',
  time: 'fact.time',
  at: 'fact.time',
  until: 'fact.until',
  lang: 'fact.lang',
  rows: 'fact.rows',
  found: 'fact.found',
  roles: 'fact.roles',
  role: 'fact.roles',
  unit: 'fact.unit',
  byFirstLink: 'fact.firstLink',
  reason: 'fact.reason',
  why: 'fact.reason',
  minutes: 'fact.minutes',
  note: 'fact.note',
  comment: 'fact.note',
  text: 'fact.note',
  outcome: 'fact.outcome',
  channel: 'fact.channel',
  who: 'fact.who',
  west: 'fact.west',
  south: 'fact.south',
  east: 'fact.east',
  north: 'fact.north',
};
/** From here on a number is a time: no count and no place in the journal is as large. */
const LEAST_TIME_MS = Date.UTC(2000, 0, 1);

export function ActFacts({ facts }: { facts: Readonly<Record<string, unknown>> }): JSX.Element {
  return (
    <small class="act-facts">
      {Object.entries(facts).map(([name, value]) => (
        <span key={name}>
          {NAMES[name] ? t(NAMES[name]) : name}: <b>{valueWords(value)}</b>
        </span>
      ))}
    </small>
  );
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'fact.yes' : 'fact.no');
  if (typeof value === 'number') {
    if (value >= LEAST_TIME_MS) return localStamp(value);
    return String(Number.isInteger(value) ? value : Number(value.toFixed(3)));
  }
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
