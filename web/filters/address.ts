/** The filter as a part of the page's address, so that a link shows what its sender saw. Pure. */
import type { MapFilter } from './judge.ts';

const LISTS = {
  states: ['moving', 'stopped', 'unknown', 'lost', 'alarmed'],
  lengths: ['under6', '6-12', '12-15', '15-24', 'from24', 'unknown'],
  sources: ['ais', 'vms', 'manual'],
  crafts: ['own', 'fishing', 'other', 'aid', 'distress'],
  flags: ['vietnamese', 'foreign', 'unknown'],
  gears: undefined,
  ports: undefined,
  units: undefined,
  providers: undefined,
  groups: undefined,
} as const satisfies Record<Exclude<keyof MapFilter, 'text'>, readonly string[] | undefined>;

const PREFIX = 'f.';
const MOST_VALUES = 100;
const MOST_LETTERS = 100;

/** The address with this filter in it, and whatever else it says. @param address path and query */
export function withFilter(address: string, filter: MapFilter): string {
  const [path = '/', query = ''] = address.split('?');
  const said = new URLSearchParams(query);
  for (const name of [...said.keys()]) if (name.startsWith(PREFIX)) said.delete(name);
  for (const [field, value] of Object.entries(filter)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) said.append(`${PREFIX}${field}`, one);
  }
  const text = said.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** What of the address is a filter; words that mean nothing are left out. */
export function filterOf(address: string): MapFilter {
  const said = new URLSearchParams(address.split('?')[1] ?? '');
  const filter: Record<string, unknown> = {};
  for (const [field, known] of Object.entries(LISTS)) {
    const values = said.getAll(`${PREFIX}${field}`).slice(0, MOST_VALUES);
    const sound = values.filter((one) => one !== '' && one.length <= MOST_LETTERS && (!known || isOne(known, one)));
    if (sound.length > 0) filter[field] = [...new Set(sound)];
  }
  const text = said.get(`${PREFIX}text`)?.trim().slice(0, MOST_LETTERS);
  if (text) filter.text = text;
  return filter;
}

function isOne(known: readonly string[], value: string): boolean {
  return known.includes(value);
}
