/** A vessel's position at a fix time: the only thing that rules see of a message. */

export type FixSource = 'ais' | 'vms' | 'manual';

/**
 * What a fix says of itself beyond place and time, and reasons to doubt it. Flags, not verdicts: nothing is thrown away
 * for being suspicious; rules may look at them. Only what follows from the fix alone is a flag: what follows from the
 * fixes round it (a jump, a frozen position, a second hull) changes with every late fix and is judged anew each time.
 * Numbers are kept in stored tracks: never give one another meaning.
 */
export const FixFlag = {
  /** fixTime was taken from the receive time. */
  timeEstimated: 1,
  /** More than 2 minutes ahead of the receive time. */
  future: 2,
  /** Its sender or an earlier stage marked it as out of place; believed only once another fix bears it out. */
  jump: 4,
  /** Coarse grid (AIS type 27, 1/10 minute). */
  coarse: 8,
  /** The sender says that it is in distress (AIS status 14, an SOS message). */
  distress: 16,
  /** The sender says that it is fishing (AIS status 7). */
  fishing: 32,
  /** The sender says that it is at anchor or moored (AIS status 1, 5). */
  atRest: 64,
  /** The sender says that it cannot manoeuvre: not under command or aground (AIS status 2, 6). */
  unmanoeuvrable: 128,
  /** As sent the place is none on earth; the fix lies where it would with latitude and longitude exchanged. Shown, never believed. */
  swapped: 256,
  /** The message had no place: the fix lies where its sender was last. Shown, never believed. */
  placeAssumed: 1024,
  /** The speed that it gives itself is beyond 50 kn, which no fishing vessel does (ui.md §2). */
  overspeed: 512,
} as const;

/** Flags of fixes whose place is not the one that was sent: no rule on places looks at them, and no map moves to them. */
export const NOT_ITS_OWN_PLACE = FixFlag.swapped | FixFlag.placeAssumed;

/** Faster than this is no fishing vessel (ui.md §2). */
const OVERSPEED_KN = 50;

/** The flag that a speed amounts to. */
export function flagOfSpeed(speedKn: number | undefined): number {
  return speedKn !== undefined && speedKn > OVERSPEED_KN ? FixFlag.overspeed : 0;
}

/** A clock on board may be so much ahead of ours (ms). */
const FUTURE_FLAG_MS = 2 * 60_000;

/** The flag that a fix time ahead of the receive time amounts to. @param aheadMs fix time less receive time */
export function flagOfLead(aheadMs: number): number {
  return aheadMs > FUTURE_FLAG_MS ? FixFlag.future : 0;
}

export interface Fix {
  /** Epoch ms, UTC. */
  fixTime: number;
  /** Epoch ms at which it reached us. */
  receivedAt: number;
  /** Degrees WGS84, on a 1e-7° grid. */
  lon: number;
  lat: number;
  speedKn?: number;
  courseDeg?: number;
  headingDeg?: number;
  source: FixSource;
  /** Metres, 95 %, when known. VMS duty: ≤ 500 m at 99 % (NĐ 26/2019 Đ.44). */
  accuracyM?: number;
  /** Sum of FixFlag values. */
  flags: number;
}

/** What rules may know of a vessel. */
export interface VesselProfile {
  id: string;
  /** Only `vessel` is judged; other craft are shown, not accused. */
  kind: string;
  lengthM?: number;
  /** ISO alpha-3; Vietnamese rules apply to VNM or, when unknown, to nobody but registered vessels. */
  flag?: string;
  /** Minutes between VMS reports that this vessel owes; absent: it owes none, so its silence is no offence. */
  reportingIntervalMin?: number;
  /** Kind of gear, in the words of judging/activity.ts. */
  gear?: string;
  /** Who brings its VMS reports. */
  provider?: string;
  /** On the high-risk list. */
  highRisk?: boolean;
  /** ISO dates, inclusive, until which licence and technical certificate hold. */
  licenceUntil?: string;
  certificateUntil?: string;
  /** Where it may go although a rule would accuse it: dated, inclusive, days in Vietnam. */
  permissions?: readonly Permission[];
  /** When it was reported by VMS units that are other vessels'. */
  borrowed?: readonly BorrowedDevice[];
}

/** A time in which a vessel was reported by the VMS unit of another one. */
export interface BorrowedDevice {
  /** Id of the vessel whose unit it is. */
  vessel: string;
  /** Epoch ms of the first and the last such position. */
  from: number;
  until: number;
}

/** Flags that an AIS navigational status (0–15) amounts to; 15 with a SART's identity is a test, and no distress. */
export function flagsOfNavStatus(status: number | undefined): number {
  return (status === undefined ? undefined : NAV_STATUS_FLAGS[status]) ?? 0;
}

const NAV_STATUS_FLAGS: Readonly<Record<number, number>> = {
  1: FixFlag.atRest,
  2: FixFlag.unmanoeuvrable,
  5: FixFlag.atRest,
  6: FixFlag.unmanoeuvrable,
  7: FixFlag.fishing,
  14: FixFlag.distress,
};

/** An exception from a boundary or a closed area. */
export interface Permission {
  /** Zones that it is for; absent: all. */
  zones?: readonly string[];
  /** ISO dates, inclusive. */
  from: string;
  to: string;
  /** What it is: a decision's number, a fishery agreement, shelter from a storm. */
  basis: string;
}
