/** By what the map is filtered now, the groups that are saved, and what the strip over the map says of it. */
import { computed, effect, signal } from '@preact/signals';
import type { Unit } from '../../server/models/contact.ts';
import type { VesselGroup } from '../../server/models/vessel-group.ts';
import { getJson } from '../api/http.ts';
import { groupsRevision } from '../live/picture.ts';
import { sessionState } from '../ui/session.ts';
import { FilterMask, type MapFilter } from './judge.ts';

/** Without a field, nobody is hidden. */
export const mapFilter = signal<MapFilter>({});
export const isFiltered = computed(() => Object.keys(mapFilter.value).length > 0);
/** Those that this person sees, oldest first. */
export const vesselGroups = signal<readonly VesselGroup[]>([]);
export const knownUnits = signal<readonly Unit[]>([]);
/** What the last redraw showed: how many of how many, and how many of those only because they are alarmed or in distress. */
export const shownCount = signal<{ shown: number; all: number; kept: number } | undefined>(undefined);

const unitVessels = signal<ReadonlyMap<string, ReadonlySet<string>>>(new Map());
/** Vessels that change ports come and go. */
const UNITS_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 5000;
/** Grows with each time that there is something new to read; only the newest answer counts. */
let wanted = 0;
let got = 0;

/** What the map asks who is shown; undefined while nobody is hidden. */
export const filterMask = computed(() => {
  if (!isFiltered.value) return undefined;
  const sets = unitVessels.value;
  return new FilterMask(mapFilter.value, { groups: vesselGroups.value, unitVessels: (id) => sets.get(id) });
});

/** Groups that the filter names and that are no more, or not for this person. */
export const missingGroups = computed(
  () => (mapFilter.value.groups ?? []).filter((id) => !vesselGroups.value.some((group) => group.id === id)).length,
);

export function showAll(): void {
  mapFilter.value = {};
}

/** Sets one field; an empty value takes the field out. */
export function setField<Field extends keyof MapFilter>(field: Field, value: MapFilter[Field] | undefined): void {
  const { [field]: _, ...rest } = mapFilter.value;
  const isEmpty = value === undefined || value.length === 0;
  mapFilter.value = isEmpty ? rest : { ...rest, [field]: value };
}

/** Shows the nth group alone, or everybody when it is shown already. */
export function toggleGroup(id: string): void {
  const { groups } = mapFilter.value;
  mapFilter.value = groups?.length === 1 && groups[0] === id ? {} : { groups: [id] };
}

/** Reads groups when they have changed, and a unit's vessels while they are filtered by. Returns the way to end it. */
export function followGroups(): () => void {
  const stopGroups = effect(() => {
    void groupsRevision.value;
    wanted++;
    if (sessionState.value.kind === 'in') void readGroups();
    else forget();
  });
  const stopUnits = effect(() => {
    for (const id of unitsAskedFor()) if (!unitVessels.peek().has(id)) void readUnit(id);
  });
  const timer = setInterval(() => {
    for (const id of unitsAskedFor()) void readUnit(id);
  }, UNITS_EVERY_MS);
  const again = setInterval(() => {
    if (got !== wanted) void readGroups();
  }, LOOK_EVERY_MS);
  return () => {
    stopGroups();
    stopUnits();
    clearInterval(timer);
    clearInterval(again);
  };
}

function unitsAskedFor(): string[] {
  const { units = [], groups = [] } = mapFilter.value;
  const ofGroups = vesselGroups.value.filter(({ id }) => groups.includes(id));
  return [...new Set([...units, ...ofGroups.flatMap(({ filter }) => filter?.units ?? [])])];
}

async function readGroups(): Promise<void> {
  const mine = wanted;
  try {
    const { groups } = await getJson<{ groups: VesselGroup[] }>('/map/groups');
    if (mine !== wanted) return;
    got = mine;
    vesselGroups.value = groups;
  } catch {
    // The line is away, which the screen says; the next look asks again.
  }
}

function forget(): void {
  got = wanted;
  vesselGroups.value = [];
}

async function readUnit(id: string): Promise<void> {
  try {
    const { vessels } = await getJson<{ vessels: string[] }>(`/map/units/${encodeURIComponent(id)}/vessels`);
    unitVessels.value = new Map([...unitVessels.peek(), [id, new Set(vessels)]]);
  } catch {
    // Until it is known, the unit hides nobody.
  }
}
