/** Where and by what the fleet of the bench is judged: all that the product ships, and zones and rules on top of it. */
import { defaultRules } from '../../geofences/regions/vietnam-rules.ts';
import type { Rule, Zone, ZoneKind } from '../../geofences/types.ts';
import { landZones } from '../../server/ingest/land.ts';
import { defaultZones } from '../../server/setup.ts';
import { Seeded } from './seeded.ts';

/** Biển Đông, where the further zones lie. */
const WATERS = { west: 102, south: 6, east: 118, north: 22 };
const VERTICES = 100;

/** What the further zones are for, by share. */
const KINDS: readonly ZoneKind[] = ['monitored', 'monitored', 'monitored', 'closed', 'closed', 'shelter'];

export interface World {
  /** The shipped ones, the further ones and the coastline. */
  zones: Zone[];
  rules: Rule[];
}

/** @param count zones beside those that the product ships */
export function makeWorld(count: number): World {
  const seeded = new Seeded(7);
  const further = Array.from({ length: count }, (_, index) => furtherZone(seeded, index));
  return { zones: [...defaultZones(), ...further, ...landZones()], rules: [...defaultRules(), ...zoneRules()] };
}

/** An area of 1 to 20 nm across with a wavy outline. */
function furtherZone(seeded: Seeded, index: number): Zone {
  const lon = seeded.between(WATERS.west, WATERS.east);
  const lat = seeded.between(WATERS.south, WATERS.north);
  const radiusDeg = (0.5 * 20 ** seeded.unit()) / 60;
  const [waves, phase] = [2 + Math.floor(seeded.unit() * 6), seeded.unit() * 6];
  const ring: [number, number][] = [];
  for (let i = 0; i < VERTICES; i++) {
    const angle = (2 * Math.PI * i) / VERTICES;
    const radius = radiusDeg * (1 + 0.25 * Math.sin(waves * angle + phase));
    ring.push([onGrid(lon + radius * Math.cos(angle)), onGrid(lat + radius * Math.sin(angle))]);
  }
  ring.push(ring[0]!);
  const kind = KINDS[index % KINDS.length]!;
  return {
    id: `further-${index}`,
    geometry: { type: 'Polygon', coordinates: [ring] },
    properties: {
      name: `Vùng ${index}`,
      kind,
      version: 1,
      source: 'bench',
      ...(kind === 'closed' && index % 2 === 0 ? { season: { from: '11-01', to: '04-30' } } : {}),
    },
  };
}

/** Every further zone is watched by one of these at least; closed ones by the shipped rule on closed areas, too. */
function zoneRules(): Rule[] {
  const on = (kind: ZoneKind) => ({ params: { zoneKinds: [kind] } });
  return [
    { id: 'bench-enter', kind: 'zone-enter', ...on('monitored') },
    { id: 'bench-exit', kind: 'zone-exit', ...on('shelter') },
    { id: 'bench-presence', kind: 'zone-presence', ...on('closed') },
    { id: 'bench-dwell', kind: 'zone-dwell', ...on('monitored') },
  ];
}

function onGrid(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
