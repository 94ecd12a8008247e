/**
 * How a vessel gets from one side to the other in the eyes of a rule. Counting fixes keeps one wild fix from accusing
 * anybody; the deadband keeps jitter along the edge from flapping.
 */
import type { Occurrence } from '../types.ts';
import type { Pair, PairContext, Run, Side, Sighting } from './kind.ts';
import { crossingAt } from './occurrences.ts';
import { hysteresisNm, type Params } from './params.ts';

/**
 * A zone may be narrower than the error of a position, as a port is for VMS: so many fixes in a row inside it count although
 * each lies within its own error. Outside there is always room to be farther off, and a boat that swings at anchor on the
 * edge is on either side for hours: without the deadband it would flap.
 */
const SUSTAINED_FIXES = 6;
/** Evidence names the run's first fixes; more would say nothing new. */
const MAX_RUN_TIMES = 8;

interface Advance {
  pair: Pair;
  /** The run that turned the side over, if this fix did. */
  turned?: Run;
}

interface Turning {
  /**
   * The side that the kind calls an occurrence: turning to it may happen at once with `confirm` 1, turning away from it
   * always takes the deadband (or, to the inside, a sustained run).
   */
  raisesOn: Side;
  /** How far past its threshold the fix is, nautical miles; absent: past the zone's edge. */
  beyondNm?: () => number;
  /** For kinds that accuse: a vessel that lies within the error of its positions is never past the edge, however long. */
  strict?: boolean;
}

/** One more fix for a pair. */
export function advance(pair: Pair, sighting: Sighting, params: Params, turning: Turning): Advance {
  const side = sighting.side;
  if (side === 0) return { pair };
  if (side === pair.side) return { pair: pair.run ? without(pair) : pair };
  const { raisesOn, beyondNm = sighting.distanceNm } = turning;
  const run = extended(pair.run, sighting, params, beyondNm);
  const confirm = Number(params.confirm);
  const minutes = (sighting.fix.fixTime - run.first.fixTime) / 60_000;
  const atOnce = confirm === 1 && side === raisesOn;
  const sustained = side === 1 && run.count >= SUSTAINED_FIXES && !(turning.strict && raisesOn === 1);
  if (run.count >= confirm && minutes >= Number(params.confirmMinutes) && (atOnce || run.sure || sustained)) {
    return { pair: { ...without(pair), side }, turned: run };
  }
  return { pair: { ...pair, run } };
}

function without(pair: Pair): Pair {
  const rest: Pair = { rule: pair.rule, zone: pair.zone, side: pair.side };
  if (pair.open) rest.open = pair.open;
  if (pair.memo) rest.memo = pair.memo;
  return rest;
}

function extended(run: Run | undefined, sighting: Sighting, params: Params, beyondNm: () => number): Run {
  const { fix } = sighting;
  if (!run) {
    const started: Run = { count: 1, first: fix, times: [fix.fixTime], sure: beyondNm() >= hysteresisNm(params, fix) };
    if (sighting.crossing && sighting.previous) {
      started.crossing = crossingAt(sighting.previous, fix, sighting.crossing.fraction);
    }
    if (sighting.began) started.began = sighting.began;
    return started;
  }
  return {
    ...run,
    count: run.count + 1,
    times: run.times.length < MAX_RUN_TIMES ? [...run.times, fix.fixTime] : run.times,
    sure: run.sure || beyondNm() >= hysteresisNm(params, fix),
  };
}

/** A pair for a zone that had none: `side` is the confirmed one until fixes say otherwise. */
export function freshPair(context: PairContext, side: Side): Pair {
  return { rule: context.ready.rule.id, zone: context.zone.id, side };
}

/** Pair with an occurrence opened or taken out. */
export function withOpen(pair: Pair, open: Occurrence | undefined): Pair {
  const changed: Pair = { rule: pair.rule, zone: pair.zone, side: pair.side };
  if (pair.run) changed.run = pair.run;
  if (open) changed.open = open;
  if (pair.memo) changed.memo = pair.memo;
  return changed;
}

/** Pair with what its kind remembers replaced or taken out. */
export function withMemo(pair: Pair, memo: Pair['memo']): Pair {
  const changed: Pair = { rule: pair.rule, zone: pair.zone, side: pair.side };
  if (pair.run) changed.run = pair.run;
  if (pair.open) changed.open = pair.open;
  if (memo) changed.memo = memo;
  return changed;
}

/** Nothing to remember: `resting` is the side that an absent pair stands for. */
export function orForget(pair: Pair, resting: Side): Pair | undefined {
  return pair.side === resting && !pair.run && !pair.open && !pair.memo ? undefined : pair;
}
