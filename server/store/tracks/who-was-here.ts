/** All vessels that were in an area between two times, those included that only passed through it between two fixes. */
import { NOT_ITS_OWN_PLACE } from '../../../geofences/fix.ts';
import { areaChanges, isIn } from '../../../geofences/geometry/crossing.ts';
import type { Part } from '../../../geofences/geometry/part.ts';
import { wayBetween } from '../../../geofences/geometry/way.ts';
import { type ChunkColumns, flagsAt } from './chunk.ts';
import {
  type ChunkSource,
  columnsOf,
  firstAt,
  LONGEST_HOP_MS,
  readableChunks,
  setAsideWithin,
  type Unread,
} from './chunk-walk.ts';
import { type ChunkBox, PER_DEGREE, type StoredChunk } from './stored-chunk.ts';

export interface Presence {
  vesselId: string;
  /** When it was first and last in the area, as far as is known: times of fixes, or reckoned on the way between two. */
  from: number;
  to: number;
  /** Fixes in the area; 0 when it only passed between two. */
  fixes: number;
}

interface WhoWasHere {
  /** By the time at which they were first there. */
  vessels: Presence[];
  unread: Unread[];
}

/** Ways are geodesics: so many hundredths of a degree they may bend out of the box of their ends, and more. */
const BEND = 1;

interface Place {
  time: number;
  lon: number;
  lat: number;
  inside: boolean;
}

/**
 * @param area parts of it, made ready (geofences/geometry/shape.ts); their union counts
 * @param from, to epoch ms, both included
 */
export async function whoWasHere(
  source: ChunkSource,
  area: readonly Part[],
  from: number,
  to: number,
): Promise<WhoWasHere> {
  const search = new Search(area, from, to);
  const unread = await setAsideWithin(source, { from, to });
  // A chunk may begin after the time that is asked for, and the way to it before.
  const filter = { from, to: to + LONGEST_HOP_MS, box: boxOfArea(area) };
  for await (const { chunk, columns } of readableChunks(source, filter, unread)) {
    // Where the first fix is in the area, it tells all by itself.
    const isLed = columns.times[0]! > from && !search.beginsInside(columns);
    search.look(chunk.vesselId, columns, isLed ? await leadOf(source, chunk, unread) : undefined);
  }
  return { vessels: search.found(), unread };
}

/** The box to look in for ways through the area. */
export function boxOfArea(area: readonly Part[]): ChunkBox {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const part of area) {
    const isAcross = part.west < -180 || part.east > 180;
    west = Math.min(west, isAcross ? -180 : part.west);
    east = Math.max(east, isAcross ? 180 : part.east);
    south = Math.min(south, part.south);
    north = Math.max(north, part.north);
  }
  return {
    west: Math.floor(west * PER_DEGREE) - BEND,
    south: Math.floor(south * PER_DEGREE) - BEND,
    east: Math.ceil(east * PER_DEGREE) + BEND,
    north: Math.ceil(north * PER_DEGREE) + BEND,
  };
}

/** Columns of the chunk before, whose last fix is where the way into this one begins. */
async function leadOf(
  source: ChunkSource,
  { vesselId, startTime }: StoredChunk,
  unread: Unread[],
): Promise<ChunkColumns | undefined> {
  const filter = { vesselId, from: startTime - LONGEST_HOP_MS, to: startTime - 1 };
  let last: StoredChunk | undefined;
  for await (const chunk of source.chunks(filter)) last = chunk;
  if (!last) return undefined;
  const end = columnsOf(last, unread, { from: last.endTime, to: last.endTime });
  // A fix that says where she was herself may lie further back.
  return end && lastOwnPlace(end) === undefined ? columnsOf(last, unread) : end;
}

function lastOwnPlace(columns: ChunkColumns): number | undefined {
  for (let i = columns.times.length - 1; i >= 0; i--) {
    if ((flagsAt(columns, i) & NOT_ITS_OWN_PLACE) === 0) return i;
  }
  return undefined;
}

class Search {
  readonly #area: readonly Part[];
  readonly #from: number;
  readonly #to: number;
  readonly #found = new Map<string, Presence>();

  constructor(area: readonly Part[], from: number, to: number) {
    this.#area = area;
    this.#from = from;
    this.#to = to;
  }

  found(): Presence[] {
    return [...this.#found.values()].sort((a, b) => a.from - b.from || (a.vesselId < b.vesselId ? -1 : 1));
  }

  beginsInside(columns: ChunkColumns): boolean {
    return this.#place(columns, 0)?.inside === true;
  }

  look(vesselId: string, columns: ChunkColumns, lead: ChunkColumns | undefined): void {
    const { times } = columns;
    let before = lead && this.#lastOwnPlace(lead, lead.times.length - 1);
    const first = firstAt(times, this.#from);
    if (first > 0) before = this.#lastOwnPlace(columns, first - 1);
    for (let i = first; i < times.length; i++) {
      const place = this.#place(columns, i);
      if (!place) continue;
      if (place.inside && place.time <= this.#to) this.#add({ vesselId, from: place.time, to: place.time, fixes: 1 });
      else if (!place.inside && before && !before.inside) this.#pass(vesselId, before, place);
      if (place.time > this.#to) return;
      before = place;
    }
  }

  #lastOwnPlace(columns: ChunkColumns, at: number): Place | undefined {
    for (let i = at; i >= 0; i--) {
      const place = this.#place(columns, i);
      if (place) return place;
    }
    return undefined;
  }

  #place(columns: ChunkColumns, i: number): Place | undefined {
    if ((flagsAt(columns, i) & NOT_ITS_OWN_PLACE) !== 0) return undefined;
    const [lon, lat] = [columns.lons[i]!, columns.lats[i]!];
    return { time: columns.times[i]!, lon, lat, inside: isIn(this.#area, lon, lat) };
  }

  /** Both ends are outside: did the way lead through? */
  #pass(vesselId: string, a: Place, b: Place): void {
    const took = b.time - a.time;
    if (took > LONGEST_HOP_MS || !this.#mayMeet(a, b)) return;
    const changes = areaChanges(this.#area, wayBetween(a.lon, a.lat, b.lon, b.lat));
    if (changes.length === 0) return;
    const from = Math.round(a.time + took * changes[0]!.fraction);
    const to = Math.round(a.time + took * changes.at(-1)!.fraction);
    if (to < this.#from || from > this.#to) return;
    this.#add({ vesselId, from: Math.max(from, this.#from), to: Math.min(to, this.#to), fixes: 0 });
  }

  #mayMeet(a: Place, b: Place): boolean {
    const bend = BEND / PER_DEGREE;
    const isAcross = Math.abs(a.lon - b.lon) > 180;
    const [west, east] = [Math.min(a.lon, b.lon) - bend, Math.max(a.lon, b.lon) + bend];
    const [south, north] = [Math.min(a.lat, b.lat) - bend, Math.max(a.lat, b.lat) + bend];
    return this.#area.some((part) => {
      if (part.south > north || part.north < south) return false;
      return isAcross || part.west < -180 || part.east > 180 || (part.west <= east && part.east >= west);
    });
  }

  #add(presence: Presence): void {
    const known = this.#found.get(presence.vesselId);
    if (!known) this.#found.set(presence.vesselId, presence);
    else {
      known.from = Math.min(known.from, presence.from);
      known.to = Math.max(known.to, presence.to);
      known.fixes += presence.fixes;
    }
  }
}
