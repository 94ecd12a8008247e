/** A fix as the kinds that watch the track are shown it. What costs something is worked out when it is asked for. */
import type { Fix, VesselProfile } from '../fix.ts';
import type { TrackSighting } from '../rules/kind.ts';
import type { Zone } from '../types.ts';
import type { Activity } from './activity.ts';
import type { Rulebook } from './rulebook.ts';
import type { Subject } from './state.ts';

export class TrackScene implements TrackSighting {
  readonly vesselId: string;
  readonly profile: VesselProfile;
  readonly activity: Activity;
  readonly fix: Fix;
  readonly previous: Fix | undefined;
  readonly lastBelieved: Fix | undefined;
  readonly isBelieved: boolean;
  private readonly book: Rulebook;
  private inside: readonly number[] | undefined;

  constructor(
    subject: Subject,
    activity: Activity,
    fix: Fix,
    previous: Fix | undefined,
    lastBelieved: Fix | undefined,
    isBelieved: boolean,
  ) {
    this.vesselId = subject.id;
    this.profile = subject.profile;
    this.activity = activity;
    this.fix = fix;
    this.previous = previous;
    this.lastBelieved = lastBelieved;
    this.isBelieved = isBelieved;
    this.book = subject.book;
  }

  get inPort(): boolean {
    return this.isBelieved ? this.activity.kind === 'in-port' : isInPort(this.book, this.located());
  }

  zones(): readonly Zone[] {
    return this.located().map((index) => this.book.zones[index]!);
  }

  distanceNm(zoneId: string): number | undefined {
    const index = this.book.locator.indexOf.get(zoneId);
    return index === undefined ? undefined : this.book.locator.nearest(index, this.fix.lon, this.fix.lat)?.distanceNm;
  }

  private located(): readonly number[] {
    this.inside ??= this.book.locator.locate(this.fix.lon, this.fix.lat, []);
    return this.inside;
  }
}

/** Whether one of these zones is a port. */
export function isInPort(book: Rulebook, inside: readonly number[]): boolean {
  for (const index of inside) if (book.isPort[index]) return true;
  return false;
}
