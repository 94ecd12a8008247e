/** Zones and rules as the map and the rule list show them. */
import { explainRule } from '../../geofences/rules/index.ts';
import { readRules, readZones } from './documents.ts';
import type { ApiContext, Route } from './route.ts';

export function zoneAndRuleRoutes({ store }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/zones',
      access: 'read',
      reach: 'own',
      async handle(_request, response) {
        response.json({ type: 'FeatureCollection', features: await readZones(store) });
      },
    },
    {
      method: 'get',
      path: '/rules',
      access: 'read',
      reach: 'own',
      async handle(_request, response) {
        const rules = await readRules(store);
        response.json({ rules: rules.map((rule) => ({ ...rule, explanation: explainRule(rule) })) });
      },
    },
  ];
}
