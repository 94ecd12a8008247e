/**
 * The dry run: what changed rules and zones would have raised over stored tracks, beside what today's raise over the same
 * tracks. Both versions are judged by the engine itself, in event time, with the clock at the end of the span.
 *
 * Rules on one vessel go through the tracks vessel by vessel and remember one vessel at a time. Rules on several vessels
 * go through them slice of time by slice of time, and remember of each vessel what the engine's second stage needs.
 * Pure: tracks are asked for through the caller, who may also pause it or, by throwing, end it.
 */
import type { Fix, VesselProfile } from '../fix.ts';
import type { Occurrence } from '../types.ts';
import { Comparison } from './comparison.ts';
import { Coverage } from './coverage.ts';
import { type DryRunPlan, judgedBy, planDryRun, type RuleSet, VERSIONS, type Version } from './plan.ts';
import { countsOf, type DryRunResult } from './result.ts';
import { Side } from './side.ts';
import { DAY_MS, MOST_TOGETHER, type Span } from './span.ts';

interface DryRunRequest {
  now: RuleSet;
  proposed: RuleSet;
  /** Occurrences raised between these are counted. */
  span: Span;
  /** Of each version, how many of those that the other one says nothing of are told in full. Default 20. */
  mostExamples?: number;
  /** Rules on several vessels are left out for a fleet larger than this. Default MOST_TOGETHER. */
  mostTogether?: number;
}

export interface DryRunTracks {
  /** As rules may know them, with what they are called on screen. */
  vessels: readonly { profile: VesselProfile; label: string }[];
  /** Outages of providers in and before the span, as they were said: their boats are not accused of them. */
  outages?: readonly Occurrence[];
  /**
   * A vessel's fixes with from ≤ fixTime ≤ to in order of fix time, piece by piece; fixes of one time in one piece. With
   * `lead`, the last before `from` come first, one at least: a boat that lay silent in a zone has not just come there.
   */
  track(stretch: TrackStretch): AsyncIterable<readonly Fix[]> | Iterable<readonly Fix[]>;
}

interface TrackStretch extends Span {
  vesselId: string;
  lead: boolean;
}

export interface DryRunProgress {
  /** 0 to 1. */
  done: number;
  fixes: number;
}

type Pause = (progress: DryRunProgress) => Promise<void> | void;

const MOST_EXAMPLES = 20;
/** Fixes that the engines get at once. */
const BATCH = 1024;

/** @param pause told after every vessel and every thousand fixes; what it throws ends the run */
export async function dryRun(
  request: DryRunRequest,
  tracks: DryRunTracks,
  pause: Pause = () => {},
): Promise<DryRunResult> {
  return new Run(request, tracks, pause).run();
}

class Run {
  readonly #request: DryRunRequest;
  readonly #plan: DryRunPlan;
  readonly #tracks: DryRunTracks;
  readonly #pause: Pause;
  readonly #comparison: Comparison;
  readonly #coverage: Coverage;
  readonly #seen = new Set<string>();
  readonly #single: VesselProfile[];
  readonly #together: VesselProfile[];
  readonly #tooMany: boolean;
  #fixes = 0;
  #steps = 0;

  constructor(request: DryRunRequest, tracks: DryRunTracks, pause: Pause) {
    this.#request = request;
    this.#tracks = tracks;
    this.#pause = pause;
    this.#plan = planDryRun(request.now, request.proposed);
    this.#comparison = new Comparison(request.span, this.#plan.rules, request.mostExamples ?? MOST_EXAMPLES);
    this.#coverage = new Coverage(request.span);
    const profiles = tracks.vessels.map(({ profile }) => profile).sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#single = profiles.filter(judgedBy(this.#plan.single));
    const asksOthers = VERSIONS.some((version) => this.#plan.together[version].rules.length > 0);
    const fleet = asksOthers ? profiles.filter(({ kind }) => kind === 'vessel') : [];
    this.#tooMany = fleet.length > (request.mostTogether ?? MOST_TOGETHER);
    this.#together = this.#tooMany ? [] : fleet;
  }

  async run(): Promise<DryRunResult> {
    await this.#runSingle();
    if (this.#together.length > 0) await this.#runTogether();
    return this.#result();
  }

  async #runSingle(): Promise<void> {
    const { span } = this.#request;
    const sides = this.#sides(this.#plan.single);
    for (const profile of this.#single) {
      for (const version of VERSIONS) sides[version].describe(profile);
      const from = span.from - this.#plan.warmUpMs;
      await this.#read({ vesselId: profile.id, from, to: span.to, lead: true }, sides);
      this.#comparison.settle({ now: sides.now.drain(), proposed: sides.proposed.drain() });
      for (const version of VERSIONS) sides[version].engine.forgetVessel(profile.id);
      await this.#step(1);
    }
  }

  /** Slices are shorter than what the stage looks back on, so the order of vessels within one makes no difference. */
  async #runTogether(): Promise<void> {
    const { span } = this.#request;
    // The first stage has nothing to do here: its window of fixes is kept as small as it can be.
    const sides = this.#sides(this.#plan.together, { windowHours: 0, maxWindowFixes: 0 });
    for (const profile of this.#together) for (const version of VERSIONS) sides[version].describe(profile);
    const start = span.from - this.#plan.warmUpMs;
    const sliceMs = Math.min(DAY_MS, Math.max(...VERSIONS.map((version) => sides[version].engine.fleetWindowMs)) / 2);
    const slices = Math.ceil((span.to - start + 1) / sliceMs);
    for (let slice = 0; slice < slices; slice++) {
      const from = start + slice * sliceMs;
      const to = Math.min(span.to, from + sliceMs - 1);
      for (const { id } of this.#together) {
        await this.#read({ vesselId: id, from, to, lead: false }, sides);
        await this.#step(1 / slices);
      }
    }
    this.#comparison.settle({ now: sides.now.drain(), proposed: sides.proposed.drain() });
  }

  #sides(sets: Record<Version, RuleSet>, window: { windowHours?: number; maxWindowFixes?: number } = {}) {
    const { outages } = this.#tracks;
    const side = (version: Version) => new Side(version, { ...sets[version], ...window, outages }, this.#comparison);
    return { now: side('now'), proposed: side('proposed') };
  }

  async #read(stretch: TrackStretch, sides: Record<Version, Side>): Promise<void> {
    const id = stretch.vesselId;
    let batch: Fix[] = [];
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return;
      this.#fixes += batch.length;
      this.#seen.add(id);
      this.#coverage.read(batch);
      for (const version of VERSIONS) sides[version].accept(id, batch);
      batch = [];
      await this.#step(0);
    };
    for await (const piece of this.#tracks.track(stretch)) {
      for (const fix of piece) batch.push(fix);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
  }

  async #step(vessels: number): Promise<void> {
    this.#steps += vessels;
    const all = this.#single.length + this.#together.length;
    await this.#pause({ done: Math.min(1, this.#steps / all), fixes: this.#fixes });
  }

  #result(): DryRunResult {
    const { now, proposed, span } = this.#request;
    const labels = new Map(this.#tracks.vessels.map(({ profile, label }) => [profile.id, label]));
    const { firstFixTime, hours } = this.#coverage;
    return {
      ...span,
      ...(firstFixTime === undefined ? {} : { firstFixTime }),
      hours,
      ...countsOf(this.#comparison, this.#coverage, { now, proposed }, labels),
      notRun: this.#notRun(),
      vesselsJudged: this.#seen.size,
      fixes: this.#fixes,
    };
  }

  #notRun(): DryRunResult['notRun'] {
    const { notRun, together } = this.#plan;
    const left: DryRunResult['notRun'] = notRun.map((ruleId) => ({ ruleId, reason: 'kind' }));
    if (!this.#tooMany) return left;
    const ids = new Set(VERSIONS.flatMap((version) => together[version].rules.map(({ id }) => id)));
    return [...left, ...[...ids].map((ruleId) => ({ ruleId, reason: 'fleet-too-large' as const }))];
  }
}
