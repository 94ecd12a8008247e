/** One version of the rules at work: its engine, and the last word on all that it has said. */
import type { Engine, EngineOptions } from '../engine.ts';
import { createEngine } from '../engine.ts';
import type { Fix, VesselProfile } from '../fix.ts';
import type { Occurrence, OccurrenceChange } from '../types.ts';
import { type Comparison, MOST_OCCURRENCES } from './comparison.ts';
import type { Version } from './plan.ts';

export class Side {
  readonly engine: Engine;
  readonly #version: Version;
  readonly #comparison: Comparison;
  #held = new Map<string, Occurrence>();

  /** The clock stands at the end of the span from the beginning: what holds then does not depend on when it was asked. */
  constructor(version: Version, options: EngineOptions, comparison: Comparison) {
    this.#version = version;
    this.#comparison = comparison;
    this.engine = createEngine(options);
    this.engine.tick(comparison.span.to);
  }

  describe(profile: VesselProfile): void {
    this.#take(this.engine.setVessel(profile));
  }

  accept(vesselId: string, fixes: readonly Fix[]): void {
    this.#take(this.engine.accept(vesselId, fixes));
  }

  /** All that holds of what was said since the last time. */
  drain(): Occurrence[] {
    const held = [...this.#held.values()];
    this.#held = new Map();
    return held;
  }

  #take(changes: readonly OccurrenceChange[]): void {
    for (const { change, occurrence } of changes) {
      if (change === 'retracted') this.#held.delete(occurrence.id);
      else if (this.#held.size < MOST_OCCURRENCES || this.#held.has(occurrence.id)) {
        this.#held.set(occurrence.id, occurrence);
      } else if (change === 'raised') this.#comparison.count(this.#version, occurrence);
    }
  }
}
