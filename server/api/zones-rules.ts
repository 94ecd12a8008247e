/** Zones and rules as the map and the rule list show them. */
import { explainRule } from '../../geofences/rules/index.ts';
import { ruleList, zoneFeatures } from './answers/zones.ts';
import { readRules, readZones } from './documents.ts';
import type { ApiContext, Route } from './route.ts';

export function zoneAndRuleRoutes({ store }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/zones',
      access: 'read',
      reach: 'own',
      contract: { vi: 'Vùng biển', en: 'Zones', gives: { 200: zoneFeatures } },
      async handle(_request, response) {
        response.json({ type: 'FeatureCollection', features: await readZones(store) });
      },
    },
    {
      method: 'get',
      path: '/rules',
      access: 'read',
      reach: 'own',
      contract: { vi: 'Quy tắc kèm lời giải thích', en: 'Rules with what they mean', gives: { 200: ruleList } },
      async handle(_request, response) {
        const rules = await readRules(store);
        response.json({ rules: rules.map((rule) => ({ ...rule, explanation: explainRule(rule) })) });
      },
    },
  ];
}
