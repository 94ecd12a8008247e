/** Gathers what the wall's numbers are made of; however many walls ask, it is worked out once in a while. */
import type { LiveHub } from '../live/hub.ts';
import type { FeedStatus } from '../live/protocol.ts';
import type { Alert } from '../models/alert.ts';
import type { Vessel } from '../models/vessel.ts';
import type { Store } from '../store/store.ts';
import { usualTargets, type WallTargets } from './config.ts';
import { type Known, type Sample, stepMs, steps, type WallFigures, wallFigures } from './figures.ts';

interface WallBoardOptions {
  store: Pick<Store, 'allVessels' | 'latest' | 'alerts' | 'cases'>;
  hub: Pick<LiveHub, 'status'>;
  feeds: { statuses(): FeedStatus[] };
  targets?: WallTargets;
  clock: () => number;
}

/** A wall is looked at, not worked with. */
const FRESH_MS = 10_000;
const SAMPLE_MS = 5 * 60_000;
const MOST_SAMPLES = Math.ceil((steps * stepMs) / SAMPLE_MS);
/** Nobody counts further on a wall. */
const MOST_ALERTS = 20_000;
const MOST_CASES = 5000;
const DAY_MS = 24 * 3_600_000;

export class WallBoard {
  readonly #options: WallBoardOptions;
  #made: { at: number; figures: Promise<WallFigures> } | undefined;
  #past: Sample[] = [];

  constructor(options: WallBoardOptions) {
    this.#options = options;
  }

  figures(): Promise<WallFigures> {
    const now = this.#options.clock();
    if (this.#made && now - this.#made.at < FRESH_MS) return this.#made.figures;
    const made = { at: now, figures: this.#make(now) };
    this.#made = made;
    made.figures.catch(() => {
      if (this.#made === made) this.#made = undefined;
    });
    return made.figures;
  }

  /** What the numbers are made of, as it stands now: for the rows behind one. */
  async known(now: number): Promise<Known> {
    const { store, hub, feeds, targets = usualTargets } = this.#options;
    const vessels: Vessel[] = [];
    for await (const vessel of store.allVessels('registered')) vessels.push(vessel);
    const recent = await store.alerts({ state: 'all', since: now - DAY_MS, limit: MOST_ALERTS });
    const open = await store.alerts({ state: 'open', limit: MOST_ALERTS });
    const alerts = new Map<string, Alert>([...recent, ...open].map((alert) => [alert.id, alert]));
    const { outbox, store: storeStatus } = hub.status();
    return {
      now,
      vessels,
      latest: await store.latest(),
      alerts: [...alerts.values()],
      openCases: (await store.cases({ open: true, limit: MOST_CASES })).length,
      feeds: feeds.statuses(),
      failedMessages: outbox.failed,
      coversTo: storeStatus?.coversTo,
      targets,
      past: this.#past,
    };
  }

  async #make(now: number): Promise<WallFigures> {
    const figures = wallFigures(await this.known(now));
    this.#keep(figures);
    return figures;
  }

  #keep({ takenAt, tiles }: WallFigures): void {
    if (takenAt - (this.#past.at(-1)?.at ?? 0) < SAMPLE_MS) return;
    const values = Object.fromEntries(tiles.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
    this.#past = [...this.#past.slice(1 - MOST_SAMPLES), { at: takenAt, values }];
  }
}
