/** Zones and rules made ready together: who watches what. Rebuilt when either changes; shared by all vessels. */
import type { VesselProfile } from '../fix.ts';
import { DistanceBound } from '../geometry/distance-bound.ts';
import { Locator } from '../geometry/locator.ts';
import { isDirectedLine } from '../geometry/shape.ts';
import { appliesTo, readyRule, watchesZone } from '../rules/index.ts';
import type { Pair, PairContext, ReadyRule, TrackKindOfRule, ZoneKindOfRule } from '../rules/kind.ts';
import { thresholdMs } from '../rules/silence.ts';
import type { Rule, Zone } from '../types.ts';

const DAY_MS = 86_400_000;

/** One rule on one zone. */
export interface Post extends PairContext {
  kind: ZoneKindOfRule;
  /** Index of the zone in the locator. */
  index: number;
  line: boolean;
  /** For kinds that go by distance: how near counts, and a bound that spares the exact distance. */
  withinNm: number;
  bound?: DistanceBound;
  /** Epoch ms between which the zone is valid. */
  from: number;
  until: number;
}

/** One rule on the track itself. */
export interface TrackPost {
  ready: ReadyRule;
  kind: TrackKindOfRule;
}

/** After how long each silence rule raises for a vessel, in the order of its duties. */
export function silenceThresholds(duties: Duties, profile: VesselProfile): readonly number[] {
  return duties.silence.map((ready) => thresholdMs(ready.params, profile));
}

/** The rules that apply to vessels of one sort. */
export interface Duties {
  /** Posts by inside/outside of zone index i. */
  byZone: readonly (readonly Post[])[];
  /** Posts by distance. */
  near: readonly Post[];
  silence: readonly ReadyRule[];
  /** Kinds that watch the track: what they see is believed, or all that comes. */
  tracks: readonly TrackPost[];
  rawTracks: readonly TrackPost[];
  ids: ReadonlySet<string>;
}

export class Rulebook {
  readonly zones: readonly Zone[];
  readonly rules: readonly Rule[];
  readonly locator: Locator;
  /** Zone index → a port, where nobody is at sea. */
  readonly isPort: readonly boolean[];
  private readonly ready: ReadyRule[];
  private readonly posts = new Map<ReadyRule, Post[]>();
  private readonly duties = new Map<string, Duties>();

  constructor(zones: readonly Zone[], rules: readonly Rule[], locator = new Locator(zones)) {
    this.zones = zones;
    this.rules = rules;
    this.locator = locator;
    this.isPort = zones.map((zone) => zone.properties.kind === 'port');
    this.ready = rules.map(readyRule);
    const bounds = new Map<number, DistanceBound>();
    for (const ready of this.ready) this.posts.set(ready, this.postsOf(ready, bounds));
  }

  private postsOf(ready: ReadyRule, bounds: Map<number, DistanceBound>): Post[] {
    const kind = ready.kind;
    if (kind.watches !== 'zone') return [];
    const posts: Post[] = [];
    this.zones.forEach((zone, index) => {
      if (!watchesZone(ready, zone) || this.locator.partsOfZone(index).length === 0) return;
      const withinNm = kind.by === 'near' ? Number(ready.params.withinNm) : 0;
      const post: Post = {
        ready,
        kind,
        zone,
        index,
        line: isDirectedLine(zone),
        withinNm,
        from: dayStart(zone.properties.validFrom) ?? Number.NEGATIVE_INFINITY,
        until: (dayStart(zone.properties.validTo) ?? Number.POSITIVE_INFINITY) + DAY_MS,
      };
      if (kind.by === 'near') {
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
    const byZone: Post[][] = this.zones.map(() => []);
    const near: Post[] = [];
    for (const ready of applying) {
      for (const post of this.posts.get(ready) ?? []) {
        if (post.kind.by === 'near') near.push(post);
        else byZone[post.index]!.push(post);
      }
    }
    return {
      byZone,
      near,
      silence: applying.filter((ready) => ready.kind.watches === 'silence'),
      tracks: applying.flatMap((ready) => trackPosts(ready, 'believed')),
      rawTracks: applying.flatMap((ready) => trackPosts(ready, 'all')),
      ids: new Set(applying.map((ready) => ready.rule.id)),
    };
  }

  /** Are reports owed at a place inside these zones? */
  reportsOwed(ready: ReadyRule, inside: readonly number[]): boolean {
    const { params, rule } = ready;
    const excepted = params.exceptZones as readonly string[];
    let inScope = !rule.zones || rule.zones.length === 0;
    for (const index of inside) {
      if (params.onlyAtSea && this.isPort[index]) return false;
      const id = this.zones[index]!.id;
      if (excepted.includes(id)) return false;
      if (!inScope && rule.zones!.includes(id)) inScope = true;
    }
    return inScope;
  }

  /** The post that a pair belongs to; undefined when its rule or zone is no more. */
  postOf(duties: Duties, pair: Pair): Post | undefined {
    for (const post of duties.near) {
      if (post.ready.rule.id === pair.rule && post.zone.id === pair.zone) return post;
    }
    const index = this.locator.indexOf.get(pair.zone);
    if (index === undefined) return undefined;
    for (const post of duties.byZone[index]!) if (post.ready.rule.id === pair.rule) return post;
    return undefined;
  }
}

function trackPosts(ready: ReadyRule, sees: TrackKindOfRule['sees']): TrackPost[] {
  const { kind } = ready;
  return kind.watches === 'track' && kind.sees === sees ? [{ ready, kind }] : [];
}

/** Validity dates are days in Vietnam (GMT+7). */
function dayStart(date: string | undefined): number | undefined {
  if (!date) return undefined;
  const time = Date.parse(date.length === 10 ? `${date}T00:00:00+07:00` : date);
  return Number.isNaN(time) ? undefined : time;
}
