/** Which providers have stopped delivering, and whose silence they excuse. By time of receipt, which the journal keeps. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { ReadyRule } from '../rules/kind.ts';
import { named, occurrenceId } from '../rules/occurrences.ts';
import type { Occurrence } from '../types.ts';

/** A boat that was not heard for longer than this before an outage has its own reason to be silent. */
const ACTIVE_MS = 24 * 3_600_000;
/** Past outages that still excuse silences, in late data and in a dry run over 90 days. */
const KEPT_OUTAGES = 500;
const WORTH_TELLING = 1.5;

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
  /** Those of them that are told of: news only when they have become half as many again, and in the end. */
  told: string[];
  lon: number;
  lat: number;
}

export class ProviderWatch {
  readonly ready: ReadyRule;
  private readonly providers = new Map<string, Map<string, Heard>>();
  private readonly providerOf = new Map<string, string>();
  private outages: Outage[] = [];

  /** @param known outages that are known already, as occurrences of this kind; those that were retracted are none */
  constructor(ready: ReadyRule, known: readonly Occurrence[] = []) {
    this.ready = ready;
    this.outages = known.flatMap(outageOf).slice(-KEPT_OUTAGES);
  }

  hear(profile: VesselProfile, fix: Fix, atSea: boolean): void {
    if (profile.provider === undefined || profile.reportingIntervalMin === undefined) return;
    let vessels = this.providers.get(profile.provider);
    if (!vessels) {
      vessels = new Map();
      this.providers.set(profile.provider, vessels);
    }
    // Who has gone over to another provider is not missed by the one before.
    if (this.providerOf.get(profile.id) !== profile.provider) this.forget(profile.id);
    this.providerOf.set(profile.id, profile.provider);
    const known = vessels.get(profile.id);
    if (!known || known.receivedAt <= fix.receivedAt) {
      vessels.set(profile.id, { profile, receivedAt: fix.receivedAt, last: fix, atSea });
    }
  }

  /** The vessel is no more, or no more of the provider that it was heard by. */
  forget(vesselId: string): void {
    const provider = this.providerOf.get(vesselId);
    if (provider === undefined) return;
    this.providers.get(provider)?.delete(vesselId);
    this.providerOf.delete(vesselId);
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
        // What was stored on board meanwhile and comes in piece by piece makes new gaps within the same outage.
        (outage.until === undefined || (since <= outage.until && until <= outage.until + graceMs)),
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
      if (!known) this.outages.push({ ...outage, told: outage.told ?? outage.affected });
    }
  }

  private begin(provider: string, vessels: ReadonlyMap<string, Heard>, now: number): boolean {
    const active = [...vessels.values()].filter(({ atSea, receivedAt }) => atSea && now - receivedAt <= ACTIVE_MS);
    const overdue = active.filter((heard) => this.isOverdue(heard, now));
    const { vessels: least, percent } = this.ready.params;
    if (overdue.length < Number(least) || overdue.length * 100 < active.length * Number(percent)) return false;
    const last = overdue.reduce((newest, heard) => (heard.receivedAt > newest.receivedAt ? heard : newest));
    const affected = overdue.map(({ profile }) => profile.id).sort();
    this.outages.push({
      provider,
      since: last.receivedAt,
      raisedAt: now,
      affected,
      told: affected,
      lon: last.last.lon,
      lat: last.last.lat,
    });
    if (this.outages.length > KEPT_OUTAGES) this.outages = this.outages.slice(-KEPT_OUTAGES);
    return true;
  }

  /**
   * Over when most of those that it silenced have been heard again. Boats fall overdue one after the other: whoever does
   * while it lasts is silenced by it as well, or there would be a second incident for the rest.
   */
  private end(outage: Outage, vessels: ReadonlyMap<string, Heard>, now: number): boolean {
    const affected = new Set(outage.affected);
    for (const heard of vessels.values()) {
      const isLost = heard.atSea && now - heard.receivedAt <= ACTIVE_MS && this.isOverdue(heard, now);
      if (isLost) affected.add(heard.profile.id);
    }
    if (affected.size > outage.affected.length) outage.affected = [...affected].sort();
    if (outage.affected.length >= outage.told.length * WORTH_TELLING) outage.told = outage.affected;
    const back = outage.affected.filter((id) => {
      const heard = vessels.get(id);
      return heard !== undefined && heard.receivedAt > outage.since && !this.isOverdue(heard, now);
    }).length;
    if (back * 2 <= outage.affected.length) return false;
    outage.until = now;
    outage.told = outage.affected;
    return true;
  }

  private isOverdue({ profile, receivedAt }: Heard, now: number): boolean {
    return now - receivedAt > this.graceMs(profile);
  }

  private graceMs(profile: VesselProfile): number {
    return ((profile.reportingIntervalMin ?? 0) + Number(this.ready.params.graceMin)) * 60_000;
  }

  private occurrenceOf({ provider, since, raisedAt, until, told, lon, lat }: Outage): Occurrence {
    const occurrence: Occurrence = {
      id: occurrenceId(this.ready.rule.id, this.ready.version, 'provider-outage', provider, since),
      ...named(this.ready),
      vesselId: `${PROVIDER_PREFIX}${provider}`,
      otherVesselIds: told,
      state: until === undefined ? 'raised' : 'cleared',
      raisedAt,
      lon,
      lat,
      evidence: [since, raisedAt],
      details: { provider, vessels: told.length, since },
    };
    if (until === undefined) return occurrence;
    return { ...occurrence, clearedAt: until, clearedLon: lon, clearedLat: lat, evidence: [since, raisedAt, until] };
  }
}

function outageOf({ state, details, raisedAt, clearedAt, otherVesselIds, lon, lat }: Occurrence): Outage[] {
  const { provider, since } = details ?? {};
  if (state === 'retracted' || typeof provider !== 'string' || typeof since !== 'number') return [];
  const affected = otherVesselIds ?? [];
  return [
    {
      provider,
      since,
      raisedAt,
      ...(clearedAt === undefined ? {} : { until: clearedAt }),
      affected,
      told: affected,
      lon,
      lat,
    },
  ];
}

/** An outage is about a provider; what stands before its name cannot be a vessel's id. */
export const PROVIDER_PREFIX = 'provider:';
