/** A zone as its own import takes it back. Pure. */
import type { Zone } from '../../geofences/types.ts';
import type { ExportFeature, ExportShape, Language } from './sheet.ts';

export function zoneFeature({ id, geometry, properties }: Zone, language: Language): ExportFeature {
  const { name, nameEn } = properties;
  const shape: ExportShape =
    geometry.type === 'Point'
      ? { ...geometry, ...(properties.radiusNm && { radiusNm: properties.radiusNm }) }
      : geometry;
  return {
    id,
    name: language === 'en' && nameEn ? nameEn : name,
    shape,
    properties: { ...properties } as ExportFeature['properties'],
  };
}
