/** A fix as the kinds that watch the track are shown it. What costs something is worked out when it is asked for. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { TrackSighting } from '../rules/kind.ts';
import type { Zone } from '../types.ts';
import { type Activity, unknownActivity } from './activity.ts';
import type { Rulebook } from './rulebook.ts';
import type { JudgedState, Stretch, Subject } from './state.ts';

/** One object serves all fixes: it shows the one that it was last given. */
export class TrackScene implements TrackSighting {
  vesselId = '';
  profile!: VesselProfile;
  activity: Activity = unknownActivity;
  since = 0;
  aside: Stretch | undefined;
  fix!: Fix;
  previous: Fix | undefined;
  lastBelieved: Fix | undefined;
  isBelieved = false;
  private book!: Rulebook;
  private subject!: Subject;
  private isLocated = false;
  private readonly inside: number[] = [];

  /** HOT. */
  show(
    subject: Subject,
    state: Pick<JudgedState, 'activity' | 'since' | 'aside'>,
    fix: Fix,
    previous: Fix | undefined,
    lastBelieved: Fix | undefined,
    isBelieved: boolean,
  ): void {
    this.vesselId = subject.id;
    this.profile = subject.profile;
    this.activity = state.activity;
    this.since = state.since;
    this.aside = state.aside;
    this.fix = fix;
    this.previous = previous;
    this.lastBelieved = lastBelieved;
    this.isBelieved = isBelieved;
    this.book = subject.book;
    this.subject = subject;
    this.isLocated = false;
  }

  get inPort(): boolean {
    return this.isBelieved ? this.activity.kind === 'in-port' : isInPort(this.book, this.located());
  }

  zones(): readonly Zone[] {
    return this.located().map((index) => this.book.locator.zones[index]!);
  }

  wasInPort(fix: Fix): boolean {
    return isInPort(this.book, this.book.locator.locate(fix.lon, fix.lat, []));
  }

  isInland(marginKm: number): boolean {
    return this.book.land.isInland(this.fix.lon, this.fix.lat, marginKm);
  }

  isOffShore(leastNm: number, fix = this.fix): boolean | undefined {
    return this.book.land.isOffShore(fix.lon, fix.lat, leastNm);
  }

  offShoreNm({ lon, lat }: Fix): number | undefined {
    return this.book.land.offShoreNm(lon, lat);
  }

  isProviderOut(since: number, until: number): boolean {
    return this.subject.excused(since, until);
  }

  distanceNm(zoneId: string): number | undefined {
    const index = this.book.locator.indexOf.get(zoneId);
    return index === undefined ? undefined : this.book.locator.nearest(index, this.fix.lon, this.fix.lat)?.distanceNm;
  }

  private located(): readonly number[] {
    if (!this.isLocated) this.book.locator.locate(this.fix.lon, this.fix.lat, this.inside);
    this.isLocated = true;
    return this.inside;
  }
}

/** Whether one of these zones is a port. */
export function isInPort(book: Rulebook, inside: readonly number[]): boolean {
  for (const index of inside) if (book.isPort[index]) return true;
  return false;
}
