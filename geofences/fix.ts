/** A vessel's position at a fix time: the only thing that rules see of a message. */

export type FixSource = 'ais' | 'vms' | 'manual';

/** Reasons to doubt a fix. Flags, not verdicts: nothing is thrown away for being suspicious; rules may look at them. */
export const FixFlag = {
  /** fixTime was taken from the receive time. */
  timeEstimated: 1,
  /** More than 2 minutes ahead of the receive time. */
  future: 2,
  /** Implied speed from the neighbouring fix exceeds 50 kn (ui.md §2: "implied speed > 50 kn = bad fix"). */
  jump: 4,
  /** Coarse grid (AIS type 27, 1/10 minute). */
  coarse: 8,
  /** The sender says that it is in distress (AIS status 14, an SOS message). */
  distress: 16,
  /** The sender says that it is fishing (AIS status 7). */
  fishing: 32,
} as const;

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
}

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
