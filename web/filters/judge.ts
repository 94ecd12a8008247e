/**
 * Which vessels a filter shows, as one byte a slot. What depends on who a vessel is, is judged when that becomes known or
 * changes; what depends on where and when, at every look, in one loop over numbers. Knows no screen, no clock, no network.
 */
import type { IdentityRow } from '../../server/live/protocol.ts';
import type { VesselFilter, VesselGroup } from '../../server/models/vessel-group.ts';
import { compact } from '../console/search.ts';
import { Age, ageOf, STOPPED_KN_E1 } from '../map/looks.ts';
import { CraftClass, type VesselStore } from '../map/VesselStore.ts';

/** Any value of a field, in every field that is named; of groups, by id, any too. */
export type MapFilter = VesselFilter & { groups?: string[] };

/** What a filter names and does not hold itself. */
export interface FilterContext {
  groups: readonly VesselGroup[];
  /** Ids of the vessels of a unit; undefined until they are known: then it hides nobody. */
  unitVessels(unitId: string): ReadonlySet<string> | undefined;
}

/** Bits of a group begin here; a number has room for so many. */
const GROUP_BIT = 4;
const MOST_GROUPS_AT_ONCE = 20;
const MAIN = 1;
const LISTED = 2;

const STATES = { moving: 1, stopped: 2, unknown: 4, lost: 8, alarmed: 16 } as const;
const SOURCES = { ais: 1, vms: 2, manual: 4 } as const;
const ANY = 255;

/** Upper ends in metres of the length classes of NĐ 26/2019. */
const LENGTH_CLASSES = [
  [6, 'under6'],
  [12, '6-12'],
  [15, '12-15'],
  [24, '15-24'],
  [Number.POSITIVE_INFINITY, 'from24'],
] as const;

/** Vietnam's maritime identification digits (ITU). */
const VIETNAM_MID = 574;

export class FilterMask {
  readonly #filter: MapFilter;
  readonly #context: FilterContext;
  readonly #main: Compiled;
  readonly #groups: { listed: ReadonlySet<string>; filter: Compiled | undefined }[];
  #store: VesselStore | undefined;
  #judged: (IdentityRow | undefined)[] = [];
  #bits = new Uint32Array(0);
  #shown = new Uint8Array(0);
  #version = -1;
  #nowS = 0;
  /** Vessels with a position that the last look showed, and how many of them only because they are alarmed or in distress. */
  count = 0;
  kept = 0;

  constructor(filter: MapFilter, context: FilterContext) {
    this.#filter = filter;
    this.#context = context;
    this.#main = compile(filter);
    const wanted = (filter.groups ?? []).slice(0, MOST_GROUPS_AT_ONCE);
    this.#groups = wanted.flatMap((id) => {
      const group = context.groups.find((one) => one.id === id);
      return group ? [{ listed: new Set(group.vessels), filter: group.filter && compile(group.filter) }] : [];
    });
  }

  /**
   * 1 for each slot that is shown; alarmed vessels and senders of distress signals always are. Valid until the next call.
   * @param nowS epoch seconds
   */
  look(store: VesselStore, nowS: number): Uint8Array {
    if (store !== this.#store) this.#begin(store);
    if (store.version === this.#version && Math.abs(nowS - this.#nowS) < 1) return this.#shown;
    this.#version = store.version;
    this.#nowS = nowS;
    if (this.#bits.length < store.x.length) this.#grow(store.x.length);
    this.#judgeNew(store);
    this.#scan(store, nowS);
    return this.#shown;
  }

  #begin(store: VesselStore): void {
    this.#store = store;
    this.#version = -1;
    this.#judged = [];
  }

  #grow(capacity: number): void {
    const bits = new Uint32Array(capacity);
    bits.set(this.#bits);
    this.#bits = bits;
    this.#shown = new Uint8Array(capacity);
  }

  #judgeNew(store: VesselStore): void {
    const judged = this.#judged;
    for (let slot = 0; slot < store.end; slot++) {
      const identity = store.identities[slot];
      if (slot < judged.length && judged[slot] === identity) continue;
      judged[slot] = identity;
      this.#bits[slot] = this.#judge(identity, store.craft[slot]!);
    }
  }

  #judge(identity: IdentityRow | undefined, craft: number): number {
    let bits = this.#main.whose(identity, craft, this.#context) ? MAIN : 0;
    this.#groups.forEach(({ listed, filter }, i) => {
      if (identity && listed.has(identity.id)) bits |= LISTED;
      else if (filter?.whose(identity, craft, this.#context)) bits |= GROUP_BIT << i;
    });
    return bits;
  }

  #scan(store: VesselStore, nowS: number): void {
    const { present, alarm, craft, source, end } = store;
    const shown = this.#shown;
    const asksGroups = this.#filter.groups !== undefined;
    let count = 0;
    let kept = 0;
    for (let slot = 0; slot < end; slot++) {
      if (present[slot] === 0) continue;
      const bits = this.#bits[slot]!;
      const state = stateOf(store, slot, nowS);
      const by = 1 << source[slot]!;
      const passes =
        (bits & MAIN) !== 0 &&
        this.#main.isNow(state, by) &&
        (!asksGroups || (bits & LISTED) !== 0 || this.#isInGroup(bits, state, by));
      const isKept = !passes && (alarm[slot]! > 0 || craft[slot] === CraftClass.distress);
      shown[slot] = passes || isKept ? 1 : 0;
      if (passes || isKept) count++;
      if (isKept) kept++;
    }
    this.count = count;
    this.kept = kept;
  }

  #isInGroup(bits: number, state: number, by: number): boolean {
    if (bits < GROUP_BIT) return false;
    return this.#groups.some(({ filter }, i) => (bits & (GROUP_BIT << i)) !== 0 && filter!.isNow(state, by));
  }
}

function stateOf(store: VesselStore, slot: number, nowS: number): number {
  const alarmed = store.alarm[slot]! > 0 ? STATES.alarmed : 0;
  if (ageOf(store, slot, nowS) === Age.lost) return STATES.lost | alarmed;
  const speedE1 = store.speedE1[slot]!;
  if (speedE1 < 0) return STATES.unknown | alarmed;
  return (speedE1 < STOPPED_KN_E1 ? STATES.stopped : STATES.moving) | alarmed;
}

interface Compiled {
  /** By who it is. */
  whose(identity: IdentityRow | undefined, craft: number, context: FilterContext): boolean;
  /** By what it does now. */
  isNow(state: number, source: number): boolean;
}

function compile(filter: VesselFilter): Compiled {
  const states = filter.states?.reduce((bits, state) => bits | STATES[state], 0) ?? ANY;
  const sources = filter.sources?.reduce((bits, source) => bits | SOURCES[source], 0) ?? ANY;
  const crafts = filter.crafts && new Set<number>(filter.crafts.map((craft) => CraftClass[craft]));
  const gears = filter.gears && new Set(filter.gears.map(spelling));
  const text = compact(filter.text ?? '');
  const { lengths, ports, providers, units, flags } = filter;
  return {
    isNow: (state, source) => (state & states) !== 0 && (source & sources) !== 0,
    whose: (row, craft, context) =>
      (!crafts || crafts.has(craft)) &&
      (!lengths || lengths.includes(lengthClass(row?.lengthM))) &&
      (!gears || (row?.gear !== undefined && gears.has(spelling(row.gear)))) &&
      (!ports || (row?.homePort !== undefined && ports.includes(row.homePort))) &&
      (!providers || (row?.provider !== undefined && providers.includes(row.provider))) &&
      (!flags || flags.includes(flagOf(row))) &&
      (!units || units.some((id) => context.unitVessels(id)?.has(row?.id ?? '') ?? true)) &&
      (text === '' || isNamed(row, text)),
  };
}

function lengthClass(lengthM: number | undefined): NonNullable<VesselFilter['lengths']>[number] {
  if (lengthM === undefined) return 'unknown';
  return LENGTH_CLASSES.find(([below]) => lengthM < below)![1];
}

/** By the registry, else by the digits of its MMSI; of what carries no ship's MMSI nobody knows. */
function flagOf(row: IdentityRow | undefined): NonNullable<VesselFilter['flags']>[number] {
  if (row?.flag !== undefined) return row.flag === 'VNM' ? 'vietnamese' : 'foreign';
  const mid = Math.floor((row?.mmsi ?? 0) / 1e6);
  if (mid < 201 || mid > 775) return 'unknown';
  return mid === VIETNAM_MID ? 'vietnamese' : 'foreign';
}

/** All that a vessel is called, as it is searched; a fleet's names are folded once, not with every letter that is typed. */
const namesOf = new WeakMap<IdentityRow, string>();

function isNamed(row: IdentityRow | undefined, text: string): boolean {
  if (!row) return false;
  let names = namesOf.get(row);
  if (names === undefined) {
    names = [...new Set([row.label, row.registration, row.name, row.mmsi])]
      .map((name) => compact(String(name ?? '')))
      .join(' ');
    namesOf.set(row, names);
  }
  return names.includes(text);
}

/** Of words that many vessels share. */
const spellings = new Map<string, string>();
const MOST_SPELLINGS = 1000;

function spelling(word: string): string {
  let known = spellings.get(word);
  if (known === undefined) {
    if (spellings.size >= MOST_SPELLINGS) spellings.clear();
    known = compact(word);
    spellings.set(word, known);
  }
  return known;
}
