/** What of the live map goes on record: once that a session has it, then each part of the sea and each vessel that it looks at. */
import type { Look, Looks } from '../audit/looks.ts';
import type { View } from './protocol.ts';

type Box = NonNullable<View['box']>;

/** Parts of the sea that one session is remembered to have looked at; beyond, the oldest are forgotten and told of anew. */
const MOST_PARTS = 64;
/** What lies within a part told of so lately is no new look. */
const SAME_PART_MS = 10 * 60_000;

/** What the hub knows of one connection. */
interface Told {
  /** How many vessels it is told of; in a box: how many of those are there now. */
  count(box?: Box): number;
  has(vesselId: string): boolean;
}

export class LiveLooks {
  readonly #looks: Pick<Looks, 'record'>;
  readonly #who: Pick<Look, 'by' | 'from'>;
  readonly #told: Told;
  readonly #clock: () => number;
  #parts: { box: Box; until: number }[] = [];

  constructor(
    looks: Pick<Looks, 'record'>,
    who: Pick<Look, 'by' | 'from'>,
    told: Told,
    clock: () => number = Date.now,
  ) {
    this.#looks = looks;
    this.#who = who;
    this.#told = told;
    this.#clock = clock;
  }

  /** It gets the whole picture. Resolves when that is on record. */
  async began(): Promise<void> {
    await this.#looks.record({ type: 'search', what: 'map', asked: {}, found: this.#told.count(), ...this.#who });
  }

  /** It looks there from now on. */
  turned({ box, vessels = [] }: View): void {
    if (box) this.#area(outward(box));
    for (const vesselId of vessels) {
      if (this.#told.has(vesselId)) void this.#looks.record({ type: 'look-up', vesselId, what: 'map', ...this.#who });
    }
  }

  #area(box: Box): void {
    const now = this.#clock();
    this.#parts = this.#parts.filter(({ until }) => until > now);
    if (this.#parts.some((part) => isWithin(box, part.box))) return;
    this.#parts.push({ box, until: now + SAME_PART_MS });
    if (this.#parts.length > MOST_PARTS) this.#parts.shift();
    const found = this.#told.count(box);
    void this.#looks.record({ type: 'search', what: 'map', asked: { box }, found, ...this.#who });
  }
}

/** In whole degrees, so that a map that is dragged a little has looked at nothing new. */
function outward([west, south, east, north]: Box): Box {
  return [Math.floor(west), Math.floor(south), Math.ceil(east), Math.ceil(north)];
}

function isWithin([west, south, east, north]: Box, whole: Box): boolean {
  return west >= whole[0] && south >= whole[1] && east <= whole[2] && north <= whole[3];
}
