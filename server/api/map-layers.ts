/** Further layers of the map, as the settings file names them. */
import type { ApiContext, Route } from './route.ts';

export function mapLayerRoutes({ config }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/map/layers',
      access: 'read',
      reach: 'own',
      handle(_request, response) {
        response.json({ layers: config.mapLayers ?? [] });
      },
    },
  ];
}
