/** Parameters that the kinds on two vessels share. */

import type { VesselProfile } from '../fix.ts';
import { type Basis, law } from '../rules/basis.ts';
import type { ParamSpec, Params } from '../rules/params.ts';

export function withinNm(value: number, source: Basis): ParamSpec {
  return {
    name: 'withinNm',
    type: 'number',
    unit: 'nm',
    default: value,
    min: 0.01,
    max: 5,
    source,
    vi: 'Khoảng cách giữa hai tàu',
    en: 'Distance between the two',
  };
}

export const mostGapHours: ParamSpec = {
  name: 'mostGapHours',
  type: 'number',
  unit: 'h',
  default: 2.5,
  min: 0.1,
  max: 12,
  source: law(
    'NĐ 37/2024',
    'PL VII',
    'kỳ báo VMS 2 giờ cộng độ trễ; Global Fishing Watch nội suy AIS qua 1 giờ',
    'the VMS duty of 2 h with a delay; Global Fishing Watch bridges 1 h of AIS',
  ),
  vi: 'Khoảng cách giữa hai lần báo được phép nội suy',
  en: 'Longest time between reports over which a place is interpolated',
};

/** Registered vessels, or all: as `appliesTo` says elsewhere, of one vessel of a pair. */
export function isJudged(profile: VesselProfile, params: Params): boolean {
  if (profile.kind !== 'vessel') return false;
  if (params.appliesTo === 'all') return true;
  return profile.flag === undefined ? profile.reportingIntervalMin !== undefined : profile.flag === 'VNM';
}
