/** Which providers have stopped delivering, and whose silence they excuse. By time of receipt, which the journal keeps. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { ReadyRule } from '../rules/kind.ts';
import { named, occurrenceId } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';

/** A boat that was not heard for longer than this before an outage has its own reason to be silent. */
const ACTIVE_MS = 24 * 3_600_000;
/** Past outages that still excuse silences in late data. */
const KEPT_OUTAGES = 50;

interface Heard {
  profile: VesselProfile;
  receivedAt: number;
  last: Fix;
  atSea: boolean;
}

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
  private readonly providers = new Map<string, Map<string, Heard>>();
  private outages: Outage[] = [];

  constructor(ready: ReadyRule) {
    this.ready = ready;
  }

  hear(profile: VesselProfile, fix: Fix, atSea: boolean): void {
    if (profile.provider === undefined || profile.reportingIntervalMin === undefined) return;
    let vessels = this.providers.get(profile.provider);
    if (!vessels) {
      vessels = new Map();
      this.providers.set(profile.provider, vessels);
    }
    const known = vessels.get(profile.id);
    if (!known || known.receivedAt <= fix.receivedAt) {
      vessels.set(profile.id, { profile, receivedAt: fix.receivedAt, last: fix, atSea });
    }
  }

  /** @returns providers of which an outage has begun or ended, or whose boats are no longer excused */
  tick(now: number): Set<string> {
    const changed = new Set<string>();
    for (const [provider, vessels] of this.providers) {
      const open = this.outages.find((outage) => outage.provider === provider && outage.until === undefined);
      if (open ? this.end(open, vessels, now) : this.begin(provider, vessels, now)) changed.add(provider);
    }
    for (const { provider, until } of this.outages) {
      // Vessels differ in their duty: until the longest grace is over every look may find one that is no longer excused.
      if (until !== undefined && now - until < ACTIVE_MS) changed.add(provider);
    }
    return changed;
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
    for (const vessels of this.providers.values()) {
      const heard = vessels.get(vesselId);
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
      if (!known) this.outages.push(outage);
    }
  }

  private begin(provider: string, vessels: ReadonlyMap<string, Heard>, now: number): boolean {
    const active = [...vessels.values()].filter(({ atSea, receivedAt }) => atSea && now - receivedAt <= ACTIVE_MS);
    const overdue = active.filter((heard) => now - heard.receivedAt > this.graceMs(heard.profile));
    const { vessels: least, percent } = this.ready.params;
    if (overdue.length < Number(least) || overdue.length * 100 < active.length * Number(percent)) return false;
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
  private end(outage: Outage, vessels: ReadonlyMap<string, Heard>, now: number): boolean {
    const back = outage.affected.filter((id) => (vessels.get(id)?.receivedAt ?? 0) > outage.since).length;
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

/** An outage is about a provider; what stands before its name cannot be a vessel's id. */
export const PROVIDER_PREFIX = 'provider:';
