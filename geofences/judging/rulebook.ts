/** Zones and rules made ready together: who watches what. Rebuilt when either changes; shared by all vessels. */
import type { VesselProfile } from '../fix.ts';
import { DistanceBound } from '../geometry/distance-bound.ts';
import { Land } from '../geometry/land.ts';
import { Locator } from '../geometry/locator.ts';
import { isDirectedLine } from '../geometry/shape.ts';
import { type ForceSpan, forceSpanAt } from '../in-force.ts';
import { appliesTo, readyRule, watchesZone } from '../rules/index.ts';
import type { Pair, PairContext, ReadyRule, SilenceTerms, TrackKindOfRule, ZoneKindOfRule } from '../rules/kind.ts';
import { permittedSpan } from '../rules/permission.ts';
import type { Occurrence, Rule, Zone } from '../types.ts';
import { ClearWaters } from './calm/clear-waters.ts';

/** One rule on one zone. */
export interface Post extends PairContext {
  kind: ZoneKindOfRule;
  /** Index of the zone in the locator. */
  index: number;
  line: boolean;
  /** For kinds that go by distance: how near counts, and a bound that spares the exact distance. */
  withinNm: number;
  bound?: DistanceBound;
  /** The stretch of time last asked for over which the zone is or is not in force, see `spanOf`. */
  span: ForceSpan;
}

/** The zone of a post, in force or not, around a time. Fixes ask for the same stretch nearly always. */
export function spanOf(post: Post, time: number): ForceSpan {
  const { span } = post;
  if (time >= span.from && time < span.until) return span;
  post.span = forceSpanAt(post.zone.properties, time);
  return post.span;
}

/** One rule on the track itself. */
export interface TrackPost {
  ready: ReadyRule;
  kind: TrackKindOfRule;
}

/** When each silence rule raises for a vessel, in the order of its duties. */
export function silenceTermsOf(duties: Duties, profile: VesselProfile): readonly SilenceTerms[] {
  return duties.silence.flatMap(({ kind, params }) =>
    kind.watches === 'silence' ? [kind.terms(params, profile)] : [],
  );
}

/** Rules that leave the same sort of fixes aside. */
export interface Choosers {
  /** FixFlags. */
  flags: number;
  tracks: readonly TrackPost[];
  isTheirs(post: Post): boolean;
}

/** The rules that apply to vessels of one sort. */
export interface Duties {
  /** Posts by inside/outside of zone index i. */
  byZone: readonly (readonly Post[])[];
  /** Posts by distance. */
  near: readonly Post[];
  silence: readonly ReadyRule[];
  /** Kinds that watch the track: what they see is believed, or all that comes. Those that leave no fix aside stand apart, too. */
  tracks: readonly TrackPost[];
  rawTracks: readonly TrackPost[];
  tracksOfAll: readonly TrackPost[];
  /** Rules that leave fixes aside, by what they leave; empty nearly always. */
  choosers: readonly Choosers[];
  /** All FixFlags that any of them leaves aside. */
  leftAside: number;
  ids: ReadonlySet<string>;
  /** The posts of `byZone` and `near`: rule id → zone id → post. */
  posts: ReadonlyMap<string, ReadonlyMap<string, Post>>;
}

interface PortPart {
  /** Of the zone. */
  index: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

export class Rulebook {
  readonly zones: readonly Zone[];
  readonly rules: readonly Rule[];
  /** All zones but land. Indices of zones are its. */
  readonly locator: Locator;
  /** Zones of kind `land`: coastlines of very many vertices, which only rules that ask for them pay for. */
  readonly land: Land;
  /** Zone index → a port, where nobody is at sea. */
  readonly isPort: readonly boolean[];
  /** Where the parts of ports lie. */
  private readonly portParts: readonly PortPart[];
  private readonly ready: ReadyRule[];
  private readonly posts = new Map<ReadyRule, Post[]>();
  private readonly duties = new Map<string, Duties>();
  private waters: ClearWaters | undefined;

  /** @param made a book of the same zones, whose geometry is taken over */
  constructor(zones: readonly Zone[], rules: readonly Rule[], made?: Rulebook) {
    this.zones = zones;
    this.rules = rules;
    this.locator = made?.locator ?? new Locator(zones.filter((zone) => zone.properties.kind !== 'land'));
    this.land = made?.land ?? new Land(zones.filter((zone) => zone.properties.kind === 'land'));
    this.waters = made?.waters;
    this.isPort = this.locator.zones.map((zone) => zone.properties.kind === 'port');
    this.portParts = this.isPort.flatMap((isPort, index) =>
      isPort
        ? this.locator.partsOfZone(index).map(({ west, south, east, north }) => ({ index, west, south, east, north }))
        : [],
    );
    this.ready = rules.map(readyRule);
    const bounds = new Map<number, DistanceBound>();
    for (const ready of this.ready) this.posts.set(ready, this.postsOf(ready, bounds));
  }

  /** Made when it is first asked for. */
  get clearWaters(): ClearWaters {
    this.waters ??= new ClearWaters(
      this.locator,
      this.zones.filter(({ properties }) => properties.kind === 'land'),
    );
    return this.waters;
  }

  private postsOf(ready: ReadyRule, bounds: Map<number, DistanceBound>): Post[] {
    const kind = ready.kind;
    if (kind.watches !== 'zone') return [];
    const posts: Post[] = [];
    this.locator.zones.forEach((zone, index) => {
      if (!watchesZone(ready, zone) || this.locator.partsOfZone(index).length === 0) return;
      const withinNm = kind.by === 'inside' ? 0 : Number(ready.params.withinNm);
      const post: Post = {
        ready,
        kind,
        zone,
        index,
        line: isDirectedLine(zone),
        withinNm,
        span: forceSpanAt(zone.properties, 0),
      };
      if (kind.by !== 'inside') {
        const bound = bounds.get(index) ?? new DistanceBound(this.locator.partsOfZone(index));
        bounds.set(index, bound);
        post.bound = bound;
      }
      posts.push(post);
    });
    return posts;
  }

  /** What a vessel is judged by. The same object for all vessels of one sort. */
  dutiesOf(profile: VesselProfile): Duties {
    const applying = this.ready.filter((ready) => appliesTo(ready, profile));
    const key = applying.map((ready) => ready.rule.id).join('\u0000');
    let duties = this.duties.get(key);
    if (!duties) {
      duties = this.compile(applying);
      this.duties.set(key, duties);
    }
    return duties;
  }

  private compile(applying: ReadyRule[]): Duties {
    const byZone: Post[][] = this.locator.zones.map(() => []);
    const near: Post[] = [];
    const posts = new Map<string, Map<string, Post>>();
    for (const ready of applying) {
      const ofRule = this.posts.get(ready) ?? [];
      posts.set(ready.rule.id, new Map(ofRule.map((post) => [post.zone.id, post])));
      for (const post of ofRule) {
        if (post.kind.by !== 'inside') near.push(post);
        else byZone[post.index]!.push(post);
      }
    }
    const tracks = applying.flatMap((ready) => trackPosts(ready, 'believed'));
    const choosers = choosersAmong(applying, tracks);
    return {
      byZone,
      near,
      silence: applying.filter((ready) => ready.kind.watches === 'silence'),
      tracks,
      rawTracks: applying.flatMap((ready) => trackPosts(ready, 'all')),
      tracksOfAll: tracks.filter(({ ready }) => ready.leavesAside === 0),
      choosers,
      leftAside: choosers.reduce((sum, { flags }) => sum | flags, 0),
      ids: new Set(applying.map((ready) => ready.rule.id)),
      posts,
    };
  }

  /** Does silence count for this rule at a place inside these zones? */
  reportsOwed({ kind, params, rule }: ReadyRule, inside: readonly number[]): boolean {
    const countsInPort = kind.watches === 'silence' && kind.counts === 'in-port';
    const excepted = (params.exceptZones ?? NO_ZONES) as readonly string[];
    let isInScope = !rule.zones || rule.zones.length === 0;
    let isPort = false;
    for (const index of inside) {
      if (this.isPort[index]) {
        if (params.onlyAtSea) return false;
        isPort = true;
      }
      const { id } = this.locator.zones[index]!;
      if (excepted.includes(id)) return false;
      if (!isInScope && rule.zones!.includes(id)) isInScope = true;
    }
    return isInScope && (isPort || !countsInPort);
  }

  /** Is a port's edge nearer than so many nautical miles? */
  isNearPort(lon: number, lat: number, nm: number): boolean {
    return this.nearestPortNm(lon, lat, nm) < nm;
  }

  /** Nautical miles to the nearest port, 0 inside of one, at most so many. */
  nearestPortNm(lon: number, lat: number, mostNm: number): number {
    const { locator } = this;
    let least = mostNm;
    const reachLat = mostNm / 59;
    const reachLon = reachLat / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    for (const { index, west, south, east, north } of this.portParts) {
      if (lon < west - reachLon || lon > east + reachLon || lat < south - reachLat || lat > north + reachLat) continue;
      if (locator.contains(index, lon, lat)) return 0;
      least = Math.min(least, locator.nearest(index, lon, lat)!.distanceNm);
    }
    return least;
  }

  /** Has the rule anything to say of such a vessel in that zone? */
  concerns({ profile, duties }: { profile: VesselProfile; duties: Duties }, rule: string, zone: string): boolean {
    const post = this.postOf(duties, { rule, zone });
    return !post?.kind.concerns || post.kind.concerns(profile, post);
  }

  /** Does a permission of the vessel cover what an occurrence accuses it of? */
  isPermitted({ profile, duties }: { profile: VesselProfile; duties: Duties }, open: Occurrence): boolean {
    const { ruleId: rule, zoneId: zone } = open;
    if (zone === undefined || !this.postOf(duties, { rule, zone })?.kind.heedsPermissions) return false;
    return permittedSpan(profile, zone, open.raisedAt) !== undefined;
  }

  /** The post that a pair belongs to; undefined when its rule or zone is no more. */
  postOf(duties: Duties, pair: Pick<Pair, 'rule' | 'zone'>): Post | undefined {
    return duties.posts.get(pair.rule)?.get(pair.zone);
  }
}

const NO_ZONES: readonly string[] = [];

function trackPosts(ready: ReadyRule, sees: TrackKindOfRule['sees']): TrackPost[] {
  const { kind } = ready;
  return kind.watches === 'track' && kind.sees === sees ? [{ ready, kind }] : [];
}

function choosersAmong(applying: readonly ReadyRule[], tracks: readonly TrackPost[]): Choosers[] {
  const sorts = new Set(applying.map(({ leavesAside }) => leavesAside).filter((flags) => flags !== 0));
  return [...sorts].map((flags) => ({
    flags,
    tracks: tracks.filter(({ ready }) => ready.leavesAside === flags),
    isTheirs: ({ ready }) => ready.leavesAside === flags,
  }));
}
