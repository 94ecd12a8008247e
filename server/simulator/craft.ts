/** What the simulator plays: craft with an identity, and what one of them is doing at an instant. */
import type { Harbour } from './harbours.ts';

/** A line of the registry, in the words of `POST /api/v1/vessels`. */
export interface RegistryRow {
  registration: string;
  name: string;
  mmsi?: number;
  callsign: string;
  deviceId?: string;
  provider?: string;
  lengthM: number;
  powerKw: number;
  gear: string;
  homePort: string;
  province: string;
  owner: string;
  ownerPhone: string;
  captain: string;
  captainPhone: string;
  flag: string;
  reportingIntervalMin?: number;
  licenceNumber: string;
  licenceFrom: string;
  licenceUntil: string;
  certificateNumber: string;
  certificateUntil?: string;
}

/** How a boat spends its days. */
export type Life =
  /** Goes out to grounds beyond the inshore line and comes home. */
  | 'offshore'
  /** The same, a day or two between the two zone lines. */
  | 'inshore'
  /** Laid up in harbour. */
  | 'laid-up'
  /** Fishes near the boundary and strays over it once in two days. */
  | 'border'
  /** Fishes near the boundary and turns before it. */
  | 'border-near'
  /** Waits for its turn in the live story: runs at the boundary, over it and back. */
  | 'runner'
  /** Has not been heard of for more than ten days. */
  | 'lost';

export interface VmsUnit {
  deviceId: string;
  /** Provider as the registry names it, and its code in NAF's FR field. */
  provider: string;
  providerCode: string;
  /** Minutes between reports; the duty is 120, some units send twice as often. */
  intervalMin: number;
}

interface Known {
  /** Number within the fleet; every chance that concerns this craft is keyed by it. */
  index: number;
  name: string;
  lengthM: number;
  beamM: number;
}

export interface Boat extends Known {
  kind: 'boat';
  life: Life;
  harbour: Harbour;
  registration: string;
  callsign: string;
  /** Present when it carries AIS class B. */
  mmsi?: number;
  vms?: VmsUnit;
  /** Fishes by lamps at night and drifts by day. */
  nightFishing: boolean;
  registry: RegistryRow;
}

export interface Merchant extends Known {
  kind: 'merchant';
  mmsi: number;
  callsign: string;
  /** AIS ship type code. */
  shipType: number;
  draughtM: number;
  cruiseKn: number;
}

export interface Station extends Known {
  kind: 'base' | 'aton';
  mmsi: number;
  lon: number;
  lat: number;
  /** AIS aid type code of an AtoN. */
  aidType: number;
}

export type Craft = Boat | Merchant | Station;

export interface State {
  lon: number;
  lat: number;
  speedKn: number;
  courseDeg: number;
  doing: 'moored' | 'passage' | 'fishing' | 'drifting';
  /** Nothing is heard of it now, by VMS or AIS. */
  silent: boolean;
}
