/** Which providers have stopped delivering, and whose silence they excuse. By time of receipt, which the journal keeps. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { ReadyRule } from '../rules/kind.ts';
import { named, occurrenceId } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';
import { ACTIVE_MS, type Heard, ProviderBoats } from './provider-boats.ts';

/** Past outages that still excuse silences in late data. */
const KEPT_OUTAGES = 50;

export interface Outage {
  provider: string;
  /** Epoch ms of the last message before it, of the one that shows it, and of its end. */
  since: number;
  raisedAt: number;
  until?: number;
  affected: string[];
  lon: number;
  lat: number;
}

export class ProviderWatch {
  readonly ready: ReadyRule;
  private readonly providers = new Map<string, ProviderBoats>();
  private outages: Outage[] = [];
  /** Providers of which an outage came to be known otherwise than by the clock. */
  private readonly learnt = new Set<string>();

  constructor(ready: ReadyRule) {
    this.ready = ready;
  }

  hear(profile: VesselProfile, fix: Fix, atSea: boolean): void {
    if (profile.provider === undefined || profile.reportingIntervalMin === undefined) return;
    let boats = this.providers.get(profile.provider);
    if (!boats) {
      boats = new ProviderBoats();
      this.providers.set(profile.provider, boats);
    }
    boats.hear({ profile, receivedAt: fix.receivedAt, last: fix, atSea, graceMs: this.graceMs(profile) });
  }

  /** @returns providers of which an outage has begun or ended */
  tick(now: number): ReadonlySet<string> {
    let changed: Set<string> | undefined;
    for (const [provider, boats] of this.providers) {
      const { hasHeard } = boats;
      boats.settle(now);
      const open = this.outages.find((outage) => outage.provider === provider && outage.until === undefined);
      const hasChanged = open ? hasHeard && this.end(open, boats, now) : this.begin(provider, boats, now);
      if (!hasChanged && !this.learnt.has(provider)) continue;
      changed ??= new Set();
      changed.add(provider);
    }
    this.learnt.clear();
    return changed ?? NO_PROVIDERS;
  }

  /** When, not before `now`, the vessel's silence is excused no more by an outage that is over; undefined: nothing runs out. */
  nextLapse(profile: VesselProfile, now: number): number | undefined {
    let next: number | undefined;
    for (const { provider, until } of this.outages) {
      if (until === undefined || provider !== profile.provider) continue;
      const lapse = until + this.graceMs(profile);
      if (lapse >= now && (next === undefined || lapse < next)) next = lapse;
    }
    return next;
  }

  /** True when a silence from `since` to `until` (epoch ms) is the provider's doing. */
  excuses(profile: VesselProfile, since: number, until: number): boolean {
    const graceMs = this.graceMs(profile);
    return this.outages.some(
      (outage) =>
        outage.provider === profile.provider &&
        since >= outage.since - graceMs &&
        since <= outage.raisedAt &&
        (outage.until === undefined || until <= outage.until + graceMs),
    );
  }

  /** Outages as occurrences: open ones, and those that have ended. */
  occurrences(): Occurrence[] {
    return this.outages.map((outage) => this.occurrenceOf(outage));
  }

  save(vesselId: string): object | undefined {
    for (const boats of this.providers.values()) {
      const heard = boats.get(vesselId);
      if (!heard) continue;
      const { receivedAt, last, atSea, profile } = heard;
      const outages = this.outages.filter(
        ({ provider, until }) =>
          provider === profile.provider && (until === undefined || receivedAt - until < ACTIVE_MS),
      );
      return { receivedAt, last, atSea, outages };
    }
    return undefined;
  }

  restore(profile: VesselProfile, state: object): void {
    const { receivedAt, last, atSea, outages } = state as Omit<Heard, 'profile'> & { outages: Outage[] };
    this.hear(profile, { ...last, receivedAt }, atSea);
    for (const outage of outages) {
      const known = this.outages.some((one) => one.provider === outage.provider && one.raisedAt === outage.raisedAt);
      if (known) continue;
      this.outages.push(outage);
      this.learnt.add(outage.provider);
    }
  }

  private begin(provider: string, boats: ProviderBoats, now: number): boolean {
    const { vessels: least, percent } = this.ready.params;
    if (boats.overdue < Number(least) || boats.overdue * 100 < boats.active * Number(percent)) return false;
    const overdue = boats.overdueBoats();
    const last = overdue.reduce((newest, heard) => (heard.receivedAt > newest.receivedAt ? heard : newest));
    this.outages.push({
      provider,
      since: last.receivedAt,
      raisedAt: now,
      affected: overdue.map(({ profile }) => profile.id).sort(),
      lon: last.last.lon,
      lat: last.last.lat,
    });
    if (this.outages.length > KEPT_OUTAGES) this.outages = this.outages.slice(-KEPT_OUTAGES);
    return true;
  }

  /** Over when most of those that it silenced have been heard since. */
  private end(outage: Outage, boats: ProviderBoats, now: number): boolean {
    const back = outage.affected.filter((id) => (boats.get(id)?.receivedAt ?? 0) > outage.since).length;
    if (back * 2 <= outage.affected.length) return false;
    outage.until = now;
    return true;
  }

  private graceMs(profile: VesselProfile): number {
    return ((profile.reportingIntervalMin ?? 0) + Number(this.ready.params.graceMin)) * 60_000;
  }

  private occurrenceOf({ provider, since, raisedAt, until, affected, lon, lat }: Outage): Occurrence {
    const occurrence: Occurrence = {
      id: occurrenceId(this.ready.rule.id, this.ready.version, 'provider-outage', provider, since),
      ...named(this.ready),
      vesselId: `${PROVIDER_PREFIX}${provider}`,
      otherVesselIds: affected,
      state: until === undefined ? 'raised' : 'cleared',
      raisedAt,
      lon,
      lat,
      evidence: [since, raisedAt],
      details: { provider, vessels: affected.length, since },
    };
    if (until === undefined) return occurrence;
    return { ...occurrence, clearedAt: until, clearedLon: lon, clearedLat: lat, evidence: [since, raisedAt, until] };
  }
}

const NO_PROVIDERS: ReadonlySet<string> = new Set();

/** An outage is about a provider; what stands before its name cannot be a vessel's id. */
export const PROVIDER_PREFIX = 'provider:';
