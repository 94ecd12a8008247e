/** Further layers of the map, as the settings file names them. */
import { layerList } from './answers/map.ts';
import type { ApiContext, Route } from './route.ts';

export function mapLayerRoutes({ config }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/map/layers',
      access: 'read',
      reach: 'own',
      contract: { vi: 'Lớp bản đồ thêm', en: 'Further layers of the map', gives: { 200: layerList } },
      handle(_request, response) {
        response.json({ layers: config.mapLayers ?? [] });
      },
    },
  ];
}
