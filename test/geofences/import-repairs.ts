import { expect } from 'chai';
import { repairZones, usableZones, type ZoneCheck } from '../../geofences/import/check.ts';
import type { FindingCode } from '../../geofences/import/finding.ts';
import { areaKm2 } from '../../geofences/import/shapes/area.ts';
import { codes, type Pair } from './import-files.ts';

/** Square kilometres of all that can be used. */
export function usableArea(check: ZoneCheck): number {
  return usableZones(check).reduce((sum, { geometry }) => {
    if (geometry.type === 'Polygon') return sum + areaKm2([geometry.coordinates]);
    return geometry.type === 'MultiPolygon' ? sum + areaKm2(geometry.coordinates) : sum;
  }, 0);
}

/** Repairs a fault by itself: afterwards nothing is found, and the area is within a share of what it should be. */
export function expectRepaired(check: ZoneCheck, code: FindingCode, areaKm2: number, share = 1e-9): ZoneCheck {
  const repaired = repairZones(check, (finding) => finding.code === code);
  expect(codes(repaired), code).to.deep.equal([]);
  expect(usableZones(repaired)).to.have.length(check.drafts.length);
  expect(usableArea(repaired)).to.be.closeTo(areaKm2, areaKm2 * share);
  return repaired;
}

export const areaOf = (...rings: Pair[][]): number => areaKm2([rings]);
