/** What every rule kind is made of. One file a kind beside this one. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { PairKindOfRule } from '../fleet/pair-kind.ts';
import type { ProviderKindOfRule } from '../fleet/provider-outage.ts';
import type { Ahead } from '../geometry/locator.ts';
import type { Activity } from '../judging/activity.ts';
import type { Stretch } from '../judging/state.ts';
import type { Crossing, Occurrence, Priority, Rule, Zone } from '../types.ts';
import type { Order } from './consistency.ts';
import type { ParamSpec, Params } from './params.ts';

export interface Explanation {
  vi: string;
  en: string;
}

/** Words that may depend on the rule's parameters. */
export type Worded = Explanation | ((params: Params) => Explanation);

export interface KindWords {
  kind: string;
  /** What it is called in a list. */
  title: Explanation;
  params: readonly ParamSpec[];
  priority: Priority;
  /** What the rule does, in plain words made from its own parameters. */
  explain(params: Params): Explanation;
  /** What comes of it when nobody does anything: why it is watched at all (ISA-18.2: no alarm without it). */
  consequence: Worded;
  /** What the officer who gets it is expected to do. */
  action: Worded;
  /** Within how many minutes that has to be done. */
  minutesToAct: number | ((params: Params) => number);
  /** True when it says that fixes are missing: while stored ones still come in it waits, as silences do. */
  isAboutGaps?: boolean;
  /** False: nothing in the rule restricts it. Absent: a rule on zones must name zones or some of their kinds, others are free. */
  hasCriterion?(rule: Rule, params: Params): boolean;
  /** Params that must stand in this order (consistency.ts). */
  orders?: readonly Order[];
}

/**
 * What the next fixes of a vessel may be like for nothing to be said of any of them: AIS fixes with the flags of `fix`, in
 * the same zones, near to it and over no edge, believed, while the activity stays the same one. A kind that would return
 * the very same pair for all of them says so, once it has narrowed down what it must; most fixes then need no rule at all.
 */
export interface Rest {
  /** The fix before them, by which all was judged. */
  readonly fix: Fix;
  readonly profile: VesselProfile;
  /** Where its leg began, and how many slow ones there were, is as good as unknown: it changes, and nobody is asked again. */
  readonly activity: Activity;
  readonly inPort: boolean;
  /** For kinds `ahead` without a pair: the zone's edge is at least so far from `fix`. */
  readonly edgeNm: number;
  /** `fix` is outside of the area that the kind is asked for; false for a line. */
  readonly isBeyond: boolean;
  /** Up to this fix time, itself included. */
  until: number;
  /** The speed that they say lies between these two, neither included. */
  aboveKn: number;
  belowKn: number;
  /** No farther from `fix` than this. */
  withinNm: number;
  /** None lies where the one before it lay. */
  moves: boolean;
  /** None lies on land farther from the water than so many kilometres. */
  inlandKm: number;
  /** Narrows them down to where no port is nearer than so many nautical miles; false: one is nearer to `fix`. */
  staysOffPorts(nm: number): boolean;
  /** … to where a port is nearer than that; false: none is, or hardly, and nothing is narrowed down. */
  staysByPort(nm: number): boolean;
  /** Nautical miles around `fix` all of which lies on land farther from the water than so many kilometres; 0: it does not. */
  inlandNm(marginKm: number): number;
}

/** A kind that watches one vessel against one zone, fix by fix. */
export interface ZoneKindOfRule extends KindWords {
  watches: 'zone';
  /**
   * `inside`: which side of the zone a fix is on. `near`: how far it is from the edge. `ahead`: how far it is to the edge
   * along the vessel's course; the step works the side out itself. The last two need a param `withinNm`.
   */
  by: 'inside' | 'near' | 'ahead';
  /** True when it can judge a directed line, not only an area. */
  lines: boolean;
  /** True when it has something to say of a vessel that stays inside, too: it is stepped with every fix there. */
  dwells?: boolean;
  /** True when a vessel's dated permissions are exceptions from it. */
  heedsPermissions?: boolean;
  /** False: whatever such a vessel does, the rule has nothing to say of it in that zone. Asked before anything else. */
  concerns?(profile: VesselProfile, context: PairContext): boolean;
  /** True when what it remembers lasts while the vessel is outside the zone: `rests` is asked there, too. */
  lastsOutside?: boolean;
  /**
   * Does `step` return the same pair for all such fixes? Asked of kinds `ahead` without a pair, of kinds `near` where a pair
   * is farther from the edge than that, and inside the zone of pairs with a memo and of kinds that dwell. Absent: never.
   */
  rests?(pair: Pair | undefined, rest: Rest, context: PairContext): boolean;
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
  /** True when it looks at every craft that may be in distress, a man's beacon as well as a foreign ship. */
  anyCraft?: boolean;
  /** True when it asks where land is: only then is the coastline loaded. */
  needsLand?: boolean;
  /** Does `step` return the same pair for all such fixes? Absent: never. */
  rests?(pair: Pair | undefined, rest: Rest, ready: ReadyRule): boolean;
  step: TrackStep;
}

/** A kind that watches the time between fixes. Its state is a `SilenceWatch`, see silence-watch.ts. */
export interface SilenceKindOfRule extends KindWords {
  watches: 'silence';
  /** Where a vessel has to be last heard for its silence to count. */
  counts: 'at-sea' | 'in-port';
  /** True when a position declared by other means begins the count anew. */
  heedsDeclarations?: boolean;
  terms(params: Params, profile: VesselProfile): SilenceTerms;
}

/** When a silence is raised and how it goes on, in ms. */
export interface SilenceTerms {
  /** It counts from so long after the vessel was last heard (or from a later declaration). */
  leadMs: number;
  /** It is raised so long after that. */
  afterMs: number;
  /** The next step of the ladder takes over so long after the vessel was last heard. */
  untilMs?: number;
  /** One more is missed every so often. */
  everyMs?: number;
}

export type RuleKind = ZoneKindOfRule | TrackKindOfRule | SilenceKindOfRule | PairKindOfRule | ProviderKindOfRule;

/** A rule made ready: its kind, its params with defaults. */
export interface ReadyRule {
  rule: Rule;
  version: number;
  kind: RuleKind;
  params: Params;
  /** FixFlags of the fixes that it leaves aside; 0: it uses all that are believed. */
  leavesAside: number;
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
  /** When the zone came into force around it, if that is how it came to be inside. */
  began?: Moment;
}

/** A time (epoch ms) and the place where the vessel was then, interpolated between two fixes. */
export interface Moment {
  time: number;
  lon: number;
  lat: number;
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
  /**
   * Both ends inside the area, or on our side of the line, and out and back between them, by the way: by what fractions.
   * `beyondNm` works out how far beyond the edge it went at most; 0 where that is on land, where no vessel goes.
   */
  returned?: { fraction: number; endFraction: number; beyondNm(): number };
  /** For kinds by distance: inside the area, or on our side of the line; undefined where that cannot be said. */
  inside?: boolean;
  /** The zone came into force since `previous`, while the vessel was inside. */
  began?: Moment;
  /** The zone stopped being in force then (epoch ms), before this fix: time after it does not count. */
  countsUntil?: number;
  /** Distance to the zone's nearest edge; computed when asked. */
  distanceNm(): number;
  /** For kinds `inside`: all zones that contain the fix, and whether a port is nearer than so many nautical miles. */
  zones?(): readonly Zone[];
  isNearPort?(nm: number): boolean;
  /** For kinds `ahead`: nautical miles to where a course first meets the zone's edge, no farther than `reachNm`. */
  aheadNm?(courseDeg: number, reachNm: number): Ahead | undefined;
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
type PairStep = (
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
  /** Fix time since which the believed track has gone on without a break. */
  since: number;
  /** What is heard of the vessel beside that track, and not believed. */
  aside?: Stretch;
  /** Inside a port zone. */
  inPort: boolean;
  /** Whether another fix lies inside a port zone. */
  wasInPort(fix: Fix): boolean;
  /** Farther from the water than so many kilometres; false where no land is known. */
  isInland(marginKm: number): boolean;
  /** At least so many nautical miles from the nearest shore (this fix, or another); undefined where no land is known. */
  isOffShore(leastNm: number, fix?: Fix): boolean | undefined;
  /** Nautical miles from a fix to the nearest shore, 0 ashore; undefined where no land is known. */
  offShoreNm(fix: Fix): number | undefined;
  /** Whether VMS reports that are missing between two fix times (epoch ms) are missing because of the vessel's provider. */
  isProviderOut(since: number, until: number): boolean;
  /** Zones that contain the fix. */
  zones(): readonly Zone[];
  /** Distance to a zone's nearest edge, nautical miles; undefined for a zone that is not known. */
  distanceNm(zoneId: string): number | undefined;
}

/** One fix of one track. Same promise as PairStep. */
type TrackStep = (
  pair: Pair | undefined,
  sighting: TrackSighting,
  ready: ReadyRule,
  closed: Occurrence[],
) => Pair | undefined;
