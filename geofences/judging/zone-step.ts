/** One fix, one rule, one zone: whether the rule looks at all, what geometry says of it, and the kind's own step. */
import type { Fix } from '../fix.ts';
import type { ZoneCrossing } from '../geometry/locator.ts';
import { forceSpanAt } from '../in-force.ts';
import type { Pair, Sighting } from '../rules/kind.ts';
import { endedIn, momentBetween } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';
import type { Activity } from './activity.ts';
import { beganAt, settleUntil } from './force-end.ts';
import { type Post, spanOf } from './rulebook.ts';
import type { Subject } from './state.ts';

/** One believed fix of one vessel, with what is the same for every rule and zone. */
export interface ZoneScene {
  subject: Subject;
  activity: Activity;
  previous: Fix | undefined;
  fix: Fix;
  /** Zones that contain the fix, and those met on the way to it. */
  inside: readonly number[];
  crossings: readonly ZoneCrossing[];
  closed: Occurrence[];
  only: ((post: Post) => boolean) | undefined;
}

/** The pair as it is after the fix; what ends with it goes to `scene.closed`. */
export function stepPost(scene: ZoneScene, post: Post, pair: Pair | undefined): Pair | undefined {
  const { fix, closed, subject, previous } = scene;
  const since = subject.cuts ? judgesSince(subject, post) : Number.NEGATIVE_INFINITY;
  if (fix.fixTime < since) return pair;
  const span = spanOf(post, fix.fixTime);
  const isPast = !span.inForce || (previous !== undefined && previous.fixTime < span.from);
  const unsettled = isPast ? outlived(scene, post, pair, since) : undefined;
  if (!span.inForce) return unsettled;
  const known = isPast ? undefined : pair;
  // Where it was is where it is: nothing to say. This is nearly every fix.
  if (known && !known.run && !known.memo && post.kind.by === 'inside' && !post.kind.dwells && !post.line) {
    const isStill = (known.side === 1) === scene.inside.includes(post.index);
    if (isStill && !isMet(scene, post, 'returned')) return known;
  }
  const sighting = sightOf(scene, post, known);
  if (!sighting) return known;
  if (previous && previous.fixTime >= since && previous.fixTime >= span.from) sighting.previous = previous;
  else hideWhatWasBefore(sighting, previous, since, span.from);
  return post.kind.step(known, sighting, post, closed);
}

/**
 * What a pair holds open ends when its zone stops being in force, wherever the vessel is then; what began before that and
 * is not confirmed yet is settled by the fixes that follow. The pair while it still is not.
 */
function outlived(scene: ZoneScene, post: Post, pair: Pair | undefined, since: number): Pair | undefined {
  const { previous, fix, closed } = scene;
  if (pair?.open) {
    const last = previous && forceSpanAt(post.zone.properties, previous.fixTime);
    const end = last?.inForce ? last.until : post.span.from;
    closed.push(endedIn(pair.open, momentBetween(previous ?? fix, fix, end)));
    return undefined;
  }
  if (!previous || (!pair && (post.kind.by !== 'inside' || previous.fixTime >= post.span.from))) return undefined;
  const sighting = sightOf(scene, post, pair);
  if (!sighting) return undefined;
  if (previous.fixTime >= since) sighting.previous = previous;
  else hideTheWay(sighting);
  const began = pair ? (pair.run ? beganAt(pair.run) : previous.fixTime) : crossedAt(sighting, previous);
  const force = began === undefined ? undefined : forceSpanAt(post.zone.properties, began);
  if (!force?.inForce || force.until > fix.fixTime) return undefined;
  return settleUntil(force.until, post, pair, sighting, closed);
}

/**
 * The way from a fix before the rule or the zone was there says nothing, except a crossing after the zone came into
 * force; and whoever was inside at that moment has been inside since.
 */
function hideWhatWasBefore(sighting: Sighting, previous: Fix | undefined, since: number, inForceFrom: number): void {
  if (previous && previous.fixTime >= since) {
    const time = crossedAt(sighting, previous);
    if (time !== undefined && time >= inForceFrom) {
      sighting.previous = previous;
      return;
    }
    if (sighting.side === 1) sighting.began = momentBetween(previous, sighting.fix, inForceFrom);
  }
  hideTheWay(sighting);
}

function isMet(scene: ZoneScene, post: Post, change: ZoneCrossing['change']): boolean {
  for (const met of scene.crossings) if (met.zone === post.index && met.change === change) return true;
  return false;
}

function hideTheWay(sighting: Sighting): void {
  sighting.crossing = undefined;
  sighting.returned = undefined;
  sighting.clipped = false;
}

function crossedAt({ fix, crossing }: Sighting, previous: Fix): number | undefined {
  return crossing && previous.fixTime + (fix.fixTime - previous.fixTime) * crossing.fraction;
}

function judgesSince(subject: Subject, post: Post): number {
  const { cuts } = subject;
  if (!cuts) return Number.NEGATIVE_INFINITY;
  const rule = cuts[post.ready.rule.id] ?? Number.NEGATIVE_INFINITY;
  const zone = cuts[`zone:${post.zone.id}`] ?? Number.NEGATIVE_INFINITY;
  return Math.max(rule, zone);
}

function sightOf(scene: ZoneScene, post: Post, pair: Pair | undefined): Sighting | undefined {
  switch (post.kind.by) {
    case 'inside':
      return sightSide(scene, post, pair);
    case 'near':
      return sightNear(scene, post, pair);
    case 'ahead':
      return sightAhead(scene, post, pair);
  }
}

/** Undefined where a vessel is still within the distance or still beyond it: there is nothing to say. */
function sightNear(scene: ZoneScene, post: Post, pair: Pair | undefined): Sighting | undefined {
  const { fix } = scene;
  const nearest = scene.subject.book.locator.nearest(post.index, fix.lon, fix.lat)!;
  const distance = nearest.distanceNm;
  const isNear = distance <= post.withinNm;
  if (pair ? isNear && pair.side === 1 && !pair.run && !pair.memo : !isNear) return undefined;
  const sighting: Sighting = {
    vesselId: scene.subject.id,
    fix,
    profile: scene.subject.profile,
    activity: scene.activity,
    side: isNear ? 1 : -1,
    clipped: false,
    distanceNm: () => distance,
  };
  if (!post.line) sighting.inside = scene.inside.includes(post.index);
  else if (nearest.side && post.zone.properties.ourSide) {
    sighting.inside = nearest.side === post.zone.properties.ourSide;
  }
  return sighting;
}

/**
 * Nothing is measured before the kind asks: far from the edge, or lying still, it never does. On which side of a line the
 * vessel is, only a pair with something open needs to know.
 */
function sightAhead(scene: ZoneScene, post: Post, pair: Pair | undefined): Sighting {
  const { fix } = scene;
  const { locator } = scene.subject.book;
  const { ourSide } = post.zone.properties;
  const side = post.line && pair?.open ? locator.nearest(post.index, fix.lon, fix.lat)?.side : undefined;
  return {
    vesselId: scene.subject.id,
    fix,
    profile: scene.subject.profile,
    activity: scene.activity,
    side: 0,
    clipped: false,
    inside: !post.line ? scene.inside.includes(post.index) : side && ourSide ? side === ourSide : undefined,
    distanceNm: () => locator.nearest(post.index, fix.lon, fix.lat)!.distanceNm,
    aheadNm: (courseDeg, reachNm) => {
      if (post.bound!.atLeastNm(fix.lon, fix.lat) > reachNm) return undefined;
      return locator.ahead(post.index, fix.lon, fix.lat, courseDeg, reachNm);
    },
  };
}

function sightSide(scene: ZoneScene, post: Post, pair: Pair | undefined): Sighting | undefined {
  const { fix, subject, activity } = scene;
  const { locator } = subject.book;
  const met = scene.crossings.find(({ zone }) => zone === post.index);
  const crossing = met?.change === 'returned' ? undefined : met;
  const sighting: Sighting = {
    vesselId: subject.id,
    fix,
    profile: subject.profile,
    activity,
    side: 0,
    crossing,
    clipped: crossing?.change === 'clipped',
    distanceNm: () => locator.nearest(post.index, fix.lon, fix.lat)!.distanceNm,
  };
  if (met && !crossing) sighting.returned = returnOf(scene, post, met);
  if (!post.line) {
    sighting.side = scene.inside.includes(post.index) ? 1 : -1;
    sighting.zones = () => scene.inside.map((index) => locator.zones[index]!);
    sighting.isNearPort = (nm) => subject.book.isNearPort(fix.lon, fix.lat, nm);
  } else if (crossing) sighting.side = crossing.outwards ? -1 : 1;
  else if (sighting.returned) sighting.side = 1;
  else {
    if (!pair) return undefined;
    const side = locator.nearest(post.index, fix.lon, fix.lat)?.side;
    if (side !== undefined) sighting.side = side === post.zone.properties.ourSide ? 1 : -1;
  }
  return sighting;
}

/** Out and back on the way to the fix; undefined from their side over ours. */
function returnOf({ previous, fix, subject }: ZoneScene, post: Post, met: ZoneCrossing): Sighting['returned'] {
  if (!previous || met.endFraction === undefined || (post.line && !met.outwards)) return undefined;
  const stretch = { fraction: met.fraction, endFraction: met.endFraction };
  const beyondNm = () => {
    const { lon, lat, distanceNm } = subject.book.locator.farthestOn(post.index, previous, fix, stretch);
    return subject.book.land.isInland(lon, lat, 0) ? 0 : distanceNm;
  };
  return { ...stretch, beyondNm };
}
