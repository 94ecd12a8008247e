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
    const { to } = this.#comparison.span;
    this.#take(
      this.engine.accept(
        vesselId,
        fixes.map((fix) => settled(fix, to)),
      ),
    );
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

/** A fix that came in only as the span ended, or after it: nothing more comes after it here, so nothing is to wait for that. */
function settled(fix: Fix, to: number): Fix {
  return fix.receivedAt > to - JUST_NOW_MS ? { ...fix, receivedAt: fix.fixTime } : fix;
}

/** Longer than an engine waits for the rest of a backlog (judging/catching-up.ts). */
const JUST_NOW_MS = 3_600_000;
