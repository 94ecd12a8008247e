/** On which side of its island a name stands, so that vessels leave it readable. Pure. */
import { type Box, Placement } from './placement.ts';

export interface Island<Place> {
  place: Place;
  /** On the canvas, CSS pixels. */
  x: number;
  y: number;
  /** Of the name, CSS pixels. */
  width: number;
}

export interface IslandName<Place> {
  place: Place;
  side: number;
  box: Box;
}

interface Surroundings {
  /** Places where no name may stand. */
  taken: readonly Box[];
  /** Alarmed and selected vessels: where there is another place, a name leaves them free. */
  marks: readonly Box[];
  /** How many vessels a name there would cover. */
  covered(box: Box): number;
}

/** Half the height of a name, CSS pixels. */
const HALF_PX = 8;
/** From the island to the middle of a name above or below it, and to the edge of one beside it. */
const LEVEL_PX = 13;
const BESIDE_PX = 8;
const FAR_PX = 14;
/** Below, above, right, left; the corners; the first four a line further away. `across` in widths of the name. */
const SIDES = [
  { across: 0, right: 0, down: LEVEL_PX },
  { across: 0, right: 0, down: -LEVEL_PX },
  { across: 0.5, right: BESIDE_PX, down: 0 },
  { across: -0.5, right: -BESIDE_PX, down: 0 },
  { across: 0.5, right: 0, down: LEVEL_PX },
  { across: -0.5, right: 0, down: LEVEL_PX },
  { across: 0.5, right: 0, down: -LEVEL_PX },
  { across: -0.5, right: 0, down: -LEVEL_PX },
  { across: 0, right: 0, down: LEVEL_PX + FAR_PX },
  { across: 0, right: 0, down: -LEVEL_PX - FAR_PX },
  { across: 0.5, right: BESIDE_PX + FAR_PX, down: 0 },
  { across: -0.5, right: -BESIDE_PX - FAR_PX, down: 0 },
] as const;
/** What a side costs for its place in the order, in vessels covered: a far one has to be worth it. */
const SIDE_COST = 0.25;
/** A name stays where it stood until another side covers so many vessels fewer: it must not hop as they pass. */
const MOVE_GAIN = 3;

/**
 * The names of the islands, those that come first in the list first. One that finds no side free of marks stands over them, and one
 * that finds none free of other text is left out.
 * @param before sides on which names stood
 */
export function placeIslandNames<Place>(
  islands: readonly Island<Place>[],
  { taken, marks, covered }: Surroundings,
  before: ReadonlyMap<Place, number>,
): IslandName<Place>[] {
  const texts = new Placement();
  const all = new Placement();
  for (const box of taken) for (const placement of [texts, all]) placement.force(box);
  for (const box of marks) all.force(box);
  const names: IslandName<Place>[] = [];
  for (const island of islands) {
    const boxes = SIDES.map((_, side) => ({ side, box: boxAt(island, side) }));
    const free = boxes.filter(({ box }) => all.isFree(box));
    const possible = free.length > 0 ? free : boxes.filter(({ box }) => texts.isFree(box));
    const best = cheapest(possible, covered, before.get(island.place));
    if (!best) continue;
    for (const placement of [texts, all]) placement.force(best.box);
    names.push({ place: island.place, ...best });
  }
  return names;
}

function boxAt({ x, y, width }: Island<unknown>, side: number): Box {
  const { across, right, down } = SIDES[side]!;
  const left = Math.round(x + right + (across - 0.5) * width);
  const top = Math.round(y + down - HALF_PX);
  return { left, top, right: left + width, bottom: top + 2 * HALF_PX };
}

function cheapest<Side extends { side: number; box: Box }>(
  sides: readonly Side[],
  covered: (box: Box) => number,
  before: number | undefined,
): Side | undefined {
  let best: Side | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of sides) {
    const cost = covered(one.box) + one.side * SIDE_COST - (one.side === before ? MOVE_GAIN : 0);
    if (cost >= least) continue;
    least = cost;
    best = one;
  }
  return best;
}
