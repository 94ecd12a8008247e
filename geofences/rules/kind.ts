/** What every rule kind is made of. One file a kind beside this one. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { PairKindOfRule } from '../fleet/pair-kind.ts';
import type { ProviderKindOfRule } from '../fleet/provider-outage.ts';
import type { Activity } from '../judging/activity.ts';
import type { Crossing, Occurrence, Priority, Rule, Zone } from '../types.ts';
import type { ParamSpec, Params } from './params.ts';

export interface Explanation {
  vi: string;
  en: string;
}

export interface KindWords {
  kind: string;
  params: readonly ParamSpec[];
  priority: Priority;
  /** What the rule does, in plain words made from its own parameters. */
  explain(params: Params): Explanation;
}

/** A kind that watches one vessel against one zone, fix by fix. */
export interface ZoneKindOfRule extends KindWords {
  watches: 'zone';
  /** `inside`: which side of the zone a fix is on. `near`: how far it is from the edge. */
  by: 'inside' | 'near';
  /** True when it can judge a directed line, not only an area. */
  lines: boolean;
  /** True when it has something to say of a vessel that stays inside, too: it is stepped with every fix there. */
  dwells?: boolean;
  step: PairStep;
}

/** A kind that watches one vessel's own track, wherever it is. Its memory is a pair without a zone. */
export interface TrackKindOfRule extends KindWords {
  watches: 'track';
  /**
   * `believed`: fixes as they are believed, in fix order, the doubted ones when the next has borne them out.
   * `all`: every fix once, as it comes in fix order.
   */
  sees: 'believed' | 'all';
  step: TrackStep;
}

/** A kind that watches the time between fixes. Its state is a `SilenceWatch`, see silence.ts. */
export interface SilenceKindOfRule extends KindWords {
  watches: 'silence';
}

export type RuleKind = ZoneKindOfRule | TrackKindOfRule | SilenceKindOfRule | PairKindOfRule | ProviderKindOfRule;

/** A rule made ready: its kind, its params with defaults. */
export interface ReadyRule {
  rule: Rule;
  version: number;
  kind: RuleKind;
  params: Params;
}

/** 1: inside, our side, near. −1: outside, theirs, far. */
export type Side = 1 | -1;

/** Fixes in a row on the side that is not yet the confirmed one. */
export interface Run {
  count: number;
  /** The first of them. */
  first: Fix;
  /** Fix times, at most MAX_RUN_TIMES of them. */
  times: readonly number[];
  /** One of them lies beyond the deadband. */
  sure: boolean;
  /** How it got to that side, when it was seen on the other one before. */
  crossing?: Crossing;
}

/** What is remembered of one rule, one vessel, one zone. Immutable and JSON-safe. Absent: far out of an area, on our side of a line. */
export interface Pair {
  rule: string;
  zone: string;
  side: Side;
  run?: Run;
  open?: Occurrence;
  /** What a kind remembers beyond that: plain, JSON-safe data, replaced and never changed. */
  memo?: Readonly<Record<string, unknown>>;
}

/** What geometry says of a fix and a zone. */
export interface Sighting {
  vesselId: string;
  /** The believed fix before, when there is one that this rule may look at. */
  previous?: Fix;
  fix: Fix;
  profile: VesselProfile;
  /** What the vessel seems to be doing. */
  activity: Activity;
  /** 0: cannot be said (beyond the end of a line). */
  side: Side | 0;
  /** How the way from `previous` met the zone's edge. */
  crossing?: { fraction: number; endFraction?: number };
  /** Both ends outside, cut through in between. */
  clipped: boolean;
  /** For kinds by distance: inside the area, or on our side of the line; undefined where that cannot be said. */
  inside?: boolean;
  /** Distance to the zone's nearest edge; computed when asked. */
  distanceNm(): number;
}

/** Which rule, on which zone. */
export interface PairContext {
  ready: ReadyRule;
  zone: Zone;
}

/**
 * One fix of one pair. Pure: returns the pair as it is now (the same object when nothing changed, undefined when there
 * is nothing to remember); what was opened stands in it, what was closed is given to `closed`.
 */
export type PairStep = (
  pair: Pair | undefined,
  sighting: Sighting,
  context: PairContext,
  closed: Occurrence[],
) => Pair | undefined;

/** What a kind that watches the track is shown. */
export interface TrackSighting {
  vesselId: string;
  profile: VesselProfile;
  fix: Fix;
  /** For `believed` kinds the believed fix before, for `all` kinds the fix before, whatever it was worth. */
  previous?: Fix;
  /** The last believed fix before this one. */
  lastBelieved?: Fix;
  /** False for a fix too far away to be believed yet; only `all` kinds see those. */
  isBelieved: boolean;
  activity: Activity;
  /** Inside a port zone. */
  inPort: boolean;
  /** Zones that contain the fix. */
  zones(): readonly Zone[];
  /** Distance to a zone's nearest edge, nautical miles; undefined for a zone that is not known. */
  distanceNm(zoneId: string): number | undefined;
}

/** One fix of one track. Same promise as PairStep. */
export type TrackStep = (
  pair: Pair | undefined,
  sighting: TrackSighting,
  ready: ReadyRule,
  closed: Occurrence[],
) => Pair | undefined;
