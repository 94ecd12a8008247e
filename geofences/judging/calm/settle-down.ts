/**
 * What a vessel's next fixes may be like for nothing at all to come of them. A rule without `rests`, an unfinished finding
 * or an odd position say that there are none, and every fix is judged as ever.
 */
import { type Fix, FixFlag, NOT_ITS_OWN_PLACE, type VesselProfile } from '../../fix.ts';
import { METRES_PER_NM, quickDistanceM } from '../../geometry/ellipsoid.ts';
import type { Pair, Rest, SilenceTerms } from '../../rules/kind.ts';
import { nextDue, raisesAt, type SilenceWatch } from '../../rules/silence-watch.ts';
import { type Activity, fishingSpeedKn, unknownActivity } from '../activity.ts';
import { ERROR_OF_TWO_FIXES_M, ESTABLISHED, FORGOTTEN_MS, IMPOSSIBLE_KN, leastDiscrepancyM } from '../belief.ts';
import { type Post, type Rulebook, spanOf } from '../rulebook.ts';
import type { JudgedState, Stretch, Subject } from '../state.ts';
import { disturb, keepWithin } from './bounds.ts';
import { DEGREE_NM, NEAR_NM } from './passing.ts';

/**
 * Half the side of a square that a vessel lies or works in for hours, and of one that it sails through within an hour (own choice: larger
 * ones seldom hold, since an edge or a port is nearer).
 */
const MOST_DEG = 0.036;
const MOST_DEG_UNDER_WAY = 0.12;
const UNDER_WAY_KN = 2;
/** With an odd fix aside, fixes also go by dead reckoning, see MOST_MS_BESIDE of passing.ts. */
const BELOW_KN_BESIDE = 20;
/** Half a diagonal of a square, nautical miles for each degree of half its side. */
const DIAGONAL_NM = DEGREE_NM * Math.SQRT2;
/** Bearings and bounds of distances err by less than this share within the 60 nm that rules ask for. */
const SURE_SHARE = 0.97;
/** A distance from a place nearby is the same one within a few metres, whatever way it is worked out. */
const SURE_NM = 0.01;
/** A call for help, or a doubt about the place, is judged by everything. */
const NEVER = FixFlag.distress | FixFlag.jump | NOT_ITS_OWN_PLACE;

/**
 * HOT. Works out what the next fixes may be like after the newest one of `state`, of which all that comes has come; `now`
 * is the engine's clock. Nothing passes before there is room.
 * @returns false when every fix has to be judged by everything
 */
export function settleDown(calm: Float64Array, at: number, subject: Subject, state: JudgedState, now: number): boolean {
  disturb(calm, at);
  const fix = state.newest;
  if (fix?.source !== 'ais' || fix !== state.last || fix.flags & (NEVER | subject.duties.leftAside)) return false;
  if (fix.speedKn === undefined || !isJudgedThroughout(subject, fix)) return false;
  rest.begin(subject, fix, state.activity);
  if (!silenceRests(subject, state, fix, now)) return false;
  if (state.aside && !staysAside(state.aside)) return false;
  if (!tracksRest(subject, state.pairs) || !zonesRest(subject, state.pairs)) return false;
  if (!(rest.until > fix.fixTime && fix.speedKn > rest.aboveKn && fix.speedKn < rest.belowKn)) return false;
  const aroundHalf = Math.min(mostDeg(fix), rest.withinNm / DIAGONAL_NM);
  const half = clearDeg(subject.book, fix, aroundHalf, rest.inlandKm);
  if (half <= 0) return false;
  const { until, clockUntil, aboveKn, belowKn, moves } = rest;
  const fishingKn = fishingSpeedKn(subject.profile.gear);
  const { activity } = state;
  keepWithin(calm, at, {
    fix,
    firmUntil: until,
    clockUntil,
    activity,
    fishingKn,
    half,
    aroundHalf,
    inlandKm: rest.inlandKm,
    aboveKn,
    belowKn,
    moves,
    isBeside: state.aside !== undefined,
  });
  return true;
}

function mostDeg({ speedKn }: Fix): number {
  return speedKn !== undefined && speedKn >= UNDER_WAY_KN ? MOST_DEG_UNDER_WAY : MOST_DEG;
}

/** Half the side of a square in which no edge is met, and no land farther from the water than so many km. */
export function clearDeg(
  { clearWaters, land }: Rulebook,
  { lon, lat }: Fix,
  mostDeg: number,
  inlandKm: number,
): number {
  let most = mostDeg;
  if (inlandKm < Number.POSITIVE_INFINITY && most > 0) {
    const seaDeg = clearWaters.seaDeg(lon, lat);
    if (seaDeg < most) most = Math.min(most, Math.max(seaDeg, land.notInlandNm(lon, lat, inlandKm) / DIAGONAL_NM));
  }
  return most > 0 ? clearWaters.clearDeg(lon, lat, most) : 0;
}

/** One object serves all: nothing keeps it. */
class OneRest implements Rest {
  fix!: Fix;
  profile!: VesselProfile;
  activity: Activity = unknownActivity;
  inPort = false;
  edgeNm = 0;
  isBeyond = false;
  until = 0;
  aboveKn = 0;
  belowKn = 0;
  withinNm = 0;
  moves = false;
  inlandKm = 0;
  /** The engine's clock up to which it finds nothing. */
  clockUntil = 0;

  private book!: Rulebook;

  begin({ book, profile }: Subject, fix: Fix, activity: Activity): void {
    this.book = book;
    this.fix = fix;
    this.profile = profile;
    this.activity = activity;
    this.inPort = activity.kind === 'in-port';
    this.aboveKn = Number.NEGATIVE_INFINITY;
    this.belowKn = Number.POSITIVE_INFINITY;
    this.withinNm = mostDeg(fix) * DIAGONAL_NM;
    this.moves = false;
    this.inlandKm = Number.POSITIVE_INFINITY;
  }

  staysOffPorts(nm: number): boolean {
    const portNm = this.book.nearestPortNm(this.fix.lon, this.fix.lat, nm + this.withinNm + SURE_NM);
    this.withinNm = Math.min(this.withinNm, portNm - nm - SURE_NM);
    return this.withinNm > 0;
  }

  staysByPort(nm: number): boolean {
    const spareNm = nm - this.book.nearestPortNm(this.fix.lon, this.fix.lat, nm) - SURE_NM;
    if (spareNm <= 0) return false;
    this.withinNm = Math.min(this.withinNm, spareNm);
    return true;
  }

  inlandNm(marginKm: number): number {
    return this.book.land.inlandNm(this.fix.lon, this.fix.lat, marginKm) * SURE_SHARE;
  }
}

const rest = new OneRest();
const inside: number[] = [];

/** All rules and zones have been there for longer than the fix. */
function isJudgedThroughout({ cuts }: Subject, fix: Fix): boolean {
  if (cuts) for (const id in cuts) if (cuts[id]! >= fix.fixTime) return false;
  return true;
}

/**
 * Up to when what was heard beside the track does not compete with it: too little was; or it foretells no place nearby better
 * than the track does, which errs by `NEAR_NM` at most; or nobody has come from there yet.
 */
function staysAside({ count, last }: Stretch): boolean {
  const { fix } = rest;
  rest.until = Math.min(rest.until, last.fixTime + FORGOTTEN_MS);
  rest.belowKn = Math.min(rest.belowKn, BELOW_KN_BESIDE);
  const aroundM = mostDeg(fix) * DIAGONAL_NM * METRES_PER_NM;
  if (count >= ESTABLISHED && leastDiscrepancyM(last, fix, aroundM) * SURE_SHARE <= NEAR_NM * METRES_PER_NM) {
    const leastM = quickDistanceM(last.lon, last.lat, fix.lon, fix.lat) * SURE_SHARE - aroundM - ERROR_OF_TWO_FIXES_M;
    rest.until = Math.min(rest.until, last.fixTime + (leastM / METRES_PER_NM / IMPOSSIBLE_KN) * 3_600_000);
  }
  return rest.until > fix.fixTime;
}

/**
 * Up to when no silence is due, by a fix in `rest.until` and by the clock in `rest.clockUntil`. One that a fix has come in
 * is as it is, whatever fixes come that do not count as reports; before that, each of them moves the place where it began.
 */
function silenceRests(subject: Subject, { heard, hasVms, silence }: JudgedState, fix: Fix, now: number): boolean {
  if (!heard) return false;
  rest.until = rest.clockUntil = hasVms ? Number.POSITIVE_INFINITY : fix.fixTime + subject.leastSilenceMs;
  if (!hasVms) return now <= rest.clockUntil;
  for (let i = 0; i < subject.silenceTerms.length; i++) {
    const { id } = subject.duties.silence[i]!.rule;
    for (const watch of silence)
      if (watch.rule === id && watch.owed) watchRests(watch, subject.silenceTerms[i]!, fix, now);
  }
  return rest.until > fix.fixTime && now <= rest.clockUntil;
}

function watchRests(watch: SilenceWatch, terms: SilenceTerms, fix: Fix, now: number): void {
  const raise = raisesAt(watch, terms);
  if (fix.fixTime <= raise) {
    rest.until = Math.min(rest.until, raise);
    rest.clockUntil = Math.min(rest.clockUntil, raise);
  } else if (watch.at === undefined) rest.until = Number.NEGATIVE_INFINITY;
  else if (now <= raise) rest.clockUntil = Math.min(rest.clockUntil, raise);
  else rest.clockUntil = Math.min(rest.clockUntil, (nextDue(watch, terms, now + 1) ?? Number.POSITIVE_INFINITY) - 1);
}

function tracksRest({ duties }: Subject, pairs: readonly Pair[]): boolean {
  for (const posts of [duties.tracks, duties.rawTracks]) {
    for (let i = 0; i < posts.length; i++) {
      const { kind, ready } = posts[i]!;
      if (!kind.rests?.(pairOf(pairs, ready.rule.id, ''), rest, ready)) return false;
    }
  }
  return true;
}

function zonesRest(subject: Subject, pairs: readonly Pair[]): boolean {
  const { duties, book } = subject;
  book.locator.locate(rest.fix.lon, rest.fix.lat, inside);
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!;
    const post = pair.zone === '' ? undefined : book.postOf(duties, pair);
    if (post && !pairRests(subject, post, pair)) return false;
  }
  for (let i = 0; i < inside.length; i++) {
    for (const post of duties.byZone[inside[i]!]!) {
      if (post.kind.concerns && !post.kind.concerns(subject.profile, post)) continue;
      const { inForce, until } = spanOf(post, rest.fix.fixTime);
      if (inForce && !pairOf(pairs, post.ready.rule.id, post.zone.id)) return false;
      rest.until = Math.min(rest.until, until - 1);
    }
  }
  return nearRests(subject, pairs);
}

/** It has a side, and stays on it. */
function pairRests({ book }: Subject, post: Post, pair: Pair): boolean {
  const { kind, line, index, withinNm } = post;
  if (pair.run || kind.by === 'ahead') return false;
  const isInside = inside.includes(index);
  rest.isBeyond = !line && !isInside;
  if (kind.by === 'near') {
    const { lon, lat } = rest.fix;
    const spareNm = withinNm - book.locator.nearest(index, lon, lat)!.distanceNm;
    if (pair.side !== 1 || pair.memo) return false;
    if (spareNm > 0) rest.withinNm = Math.min(rest.withinNm, spareNm * SURE_SHARE);
    else if (line || !kind.rests?.(pair, rest, post)) return false;
  } else {
    if (line || (pair.side === 1) !== isInside) return false;
    const isAsked = isInside || kind.lastsOutside === true;
    if ((pair.memo || kind.dwells) && !(isAsked && kind.rests?.(pair, rest, post))) return false;
  }
  rest.until = Math.min(rest.until, spanOf(post, rest.fix.fixTime).until - 1);
  return true;
}

/** Edges that are not near stay out of reach. */
function nearRests({ duties, book }: Subject, pairs: readonly Pair[]): boolean {
  const { lon, lat } = rest.fix;
  let bound: Post['bound'];
  let leastNm = 0;
  let isExact = false;
  for (let i = 0; i < duties.near.length; i++) {
    const post = duties.near[i]!;
    if (post.bound !== bound) {
      bound = post.bound!;
      leastNm = bound.atLeastNm(lon, lat);
      isExact = false;
    }
    if (pairOf(pairs, post.ready.rule.id, post.zone.id)) continue;
    if (!isExact && leastNm < post.withinNm + rest.withinNm) {
      leastNm = book.locator.nearest(post.index, lon, lat)!.distanceNm - SURE_NM;
      isExact = true;
    }
    if (post.kind.by === 'ahead') {
      rest.edgeNm = leastNm * SURE_SHARE;
      rest.isBeyond = !post.line && !inside.includes(post.index);
      if (!post.kind.rests?.(undefined, rest, post)) return false;
    } else if (leastNm > post.withinNm) rest.withinNm = Math.min(rest.withinNm, leastNm - post.withinNm);
    else return false;
  }
  return true;
}

function pairOf(pairs: readonly Pair[], rule: string, zone: string): Pair | undefined {
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i]!;
    if (pair.rule === rule && pair.zone === zone) return pair;
  }
  return undefined;
}
