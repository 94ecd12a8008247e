/** What each route and socket event asks of whoever asks: said here once more, so that a change of it is meant. */
import type { Permission, Reach } from '../../server/auth/permissions.ts';

export interface AccessRule {
  access: 'open' | 'session' | Permission;
  /** Default `province`. */
  reach?: Reach;
  /** One that is sound, where a route looks at it before it looks for what it is about. */
  body?: unknown;
  /** What a list is called in its answer; it has to hold own vessels and no others. */
  lists?: string;
  query?: string;
  /** Looks into the past, which is closed of whoever is only in the area of one's unit. */
  ofThePast?: true;
  /** Tells of alerts: of those raised in that area too, wherever their boats are now. */
  alerts?: true;
  /** Its answer has no end. */
  streams?: true;
}

const read: AccessRule = { access: 'read' };
const own: AccessRule = { access: 'read', reach: 'own' };
const units: AccessRule = { access: 'read', reach: 'unit' };
const respond: AccessRule = { access: 'alerts:respond' };
const unitsRespond: AccessRule = { access: 'alerts:respond', reach: 'unit' };
const settings: AccessRule = { access: 'settings:write' };
const accounts: AccessRule = { access: 'accounts:write' };
const registry: AccessRule = { access: 'registry:write' };
const positions: AccessRule = { access: 'positions:write' };
const dayAgo = Date.now() - 24 * 3_600_000;
const box = { type: 'Point', coordinates: [108.5, 15.5], radiusNm: 200 };

export const routeRules: Record<string, AccessRule> = {
  'POST /session': { access: 'open' },
  'GET /session/ways': { access: 'open' },
  'GET /session/oidc': { access: 'open' },
  'GET /session/oidc/callback': { access: 'open' },
  'POST /session/first': { access: 'open' },
  'GET /session': { access: 'session' },
  'DELETE /session': { access: 'session' },
  'POST /session/password': { access: 'session' },
  'POST /session/second-factor/offer': { access: 'session' },
  'POST /session/second-factor': { access: 'session' },
  'POST /session/second-factor/end': { access: 'session' },
  'GET /session/all': { access: 'session' },
  'POST /session/end': { access: 'session' },
  'GET /users': accounts,
  'POST /users': accounts,
  'PUT /users/:name': accounts,
  'POST /users/:name/password': accounts,
  'POST /users/:name/disable': accounts,
  'POST /users/:name/enable': accounts,
  'POST /users/:name/sessions/end': accounts,
  'POST /users/:name/second-factor/end': accounts,
  'GET /keys': accounts,
  'POST /keys': accounts,
  'POST /keys/:name/revoke': accounts,
  'GET /acts': { access: 'audit:read' },
  'GET /acts.csv': { access: 'audit:read' },
  'GET /status': read,
  'GET /rejections': read,
  'GET /vessels': { ...own, lists: 'vessels' },
  'GET /vessels/:id': own,
  'POST /vessels': registry,
  'GET /fleet': { ...own, lists: 'rows', query: 'of=all' },
  'GET /fleet.csv': own,
  'GET /fleet.xlsx': own,
  'GET /fleet.geojson': { ...own, lists: 'features', query: 'of=all' },
  'GET /fleet.kml': own,
  'GET /fleet.gpx': own,
  'POST /fleet/shown': own,
  'POST /imports/vessels/preview': registry,
  'POST /imports/vessels/confirm': registry,
  'POST /imports/owners/preview': registry,
  'POST /imports/owners/confirm': registry,
  'POST /imports/licences/preview': registry,
  'POST /imports/licences/confirm': registry,
  'POST /imports/ports/preview': settings,
  'POST /imports/ports/confirm': settings,
  'GET /vessels/:id/track': own,
  'GET /vessels/:id/gaps': { ...own, ofThePast: true },
  'GET /vessels/:id/signals': { ...own, ofThePast: true },
  'GET /vessels/:id/contacts': units,
  'GET /vessels/:id/track.geojson': own,
  'GET /vessels/:id/track.kml': own,
  'GET /vessels/:id/track.gpx': own,
  'GET /vessels/:id/track.csv': own,
  'GET /zones.geojson': own,
  'GET /zones.kml': own,
  'GET /zones.gpx': own,
  'GET /zones.csv': own,
  'GET /alerts.geojson': { ...own, query: 'state=all', alerts: true },
  'GET /alerts.kml': { ...own, alerts: true },
  'GET /alerts.gpx': { ...own, alerts: true },
  'GET /alerts.csv': { ...own, alerts: true },
  'POST /tracks/who-was-here': {
    ...units,
    body: { area: box, from: dayAgo, to: Date.now() },
    lists: 'vessels',
    ofThePast: true,
  },
  'GET /tracks/fleet': { ...units, lists: 'vessels', ofThePast: true, query: `time=${Date.now()}` },
  'GET /tracks/nearest': {
    ...units,
    lists: 'vessels',
    ofThePast: true,
    query: `time=${Date.now()}&lon=108.5&lat=15.5`,
  },
  'GET /tracks/replay': { ...own, lists: 'ids', ofThePast: true, query: `time=${Date.now()}` },
  'POST /positions/naf': positions,
  'POST /positions/flux': positions,
  'POST /positions/vn1008': positions,
  'POST /positions/csv': positions,
  'POST /positions/json': positions,
  'POST /positions/signalk': positions,
  'GET /alerts': { ...own, lists: 'alerts', alerts: true },
  'GET /alerts/:id': own,
  'POST /alerts/:id/acknowledge': unitsRespond,
  'POST /alerts/:id/silence': unitsRespond,
  'POST /alerts/:id/shelve': { ...unitsRespond, body: { reason: 'x', minutes: 5 } },
  'POST /alerts/:id/escalate': { ...unitsRespond, body: { reason: 'x' } },
  'POST /alerts/:id/unshelve': unitsRespond,
  'GET /truth': read,
  'GET /truth/rows': read,
  'POST /wall/pairing': { access: 'open' },
  'POST /wall/pairing/state': { access: 'open' },
  'GET /wall/self': { access: 'wall' },
  'GET /wall/figures': { access: 'wall' },
  'GET /wall/tiles/:name': { access: 'wall' },
  'GET /wall/zones': { access: 'wall' },
  'GET /walls': settings,
  'POST /walls': { ...settings, body: { code: 'BBBB-CCCC', name: 'x' } },
  'POST /walls/:id/refuse': settings,
  'DELETE /walls/:id': settings,
  'GET /alert-health': read,
  'GET /cases': { ...units, lists: 'cases' },
  'GET /cases/:id': units,
  'POST /cases/:id/moves': { ...unitsRespond, body: { move: 'x' } },
  'POST /cases/:id/contacts': { ...unitsRespond, body: { channel: 'phone', outcome: 'x' } },
  'POST /cases/:id/notes': { ...unitsRespond, body: { text: 'x' } },
  'POST /cases/:id/tasks': {
    access: 'tasks:give',
    reach: 'unit',
    body: { what: 'x', assignee: 'x', dueAt: Date.now() },
  },
  'GET /tasks': { ...units, lists: 'tasks' },
  'POST /tasks/:id/answer': { ...unitsRespond, body: { state: 'done', answer: 'x' } },
  'POST /cases/:id/files': { ...unitsRespond, query: 'name=x' },
  'GET /cases/:id/files/:sha256': units,
  // In no language, so that none is printed for each role.
  'GET /cases/:id/evidence.pdf': { ...read, query: 'lang=xx' },
  'GET /cases/:id/evidence.json': read,
  'GET /cases/:id/evidence.zip': { ...read, query: 'lang=xx' },
  // Of no span, so that none is made for each role.
  'GET /vessels/:id/evidence.zip': read,
  'GET /handovers': read,
  'GET /handovers/draft': read,
  'POST /handovers': respond,
  'POST /handovers/:id/take': respond,
  // Of no span, so that none is made for each role.
  'GET /reports': own,
  'GET /reports/:name': { ...own, query: 'from=0&to=0' },
  'GET /kept-reports': read,
  'GET /kept-reports/:file': read,
  'GET /map/notes': units,
  'GET /map/notes.geojson': units,
  'GET /map/notes.kml': units,
  'GET /map/notes.gpx': units,
  'GET /map/notes.csv': units,
  'POST /map/notes': { ...unitsRespond, body: { text: 'x', lon: 108, lat: 16 } },
  'PUT /map/notes/:id': { ...unitsRespond, body: { text: 'x', lon: 108, lat: 16 } },
  'DELETE /map/notes/:id': unitsRespond,
  'GET /map/groups': own,
  // Whether it may be shared with the room is asked inside.
  'POST /map/groups': { ...own, body: { name: 'x', vessels: ['x'] } },
  'PUT /map/groups/:id': { ...own, body: { name: 'x', vessels: ['x'] } },
  'DELETE /map/groups/:id': own,
  'GET /map/units/:id/vessels': own,
  'GET /map/layers': own,
  'GET /field-reports': respond,
  'GET /field-reports/:id': respond,
  'GET /field-reports/:id/photo': respond,
  'POST /field-reports': { ...respond, body: { topic: 'other', text: 'x' } },
  'POST /field-reports/:id/acts': { ...respond, body: { what: 'take' } },
  'GET /deliveries': read,
  'GET /receipts': read,
  'POST /deliveries/:id/retry': respond,
  'POST /deliveries/:id/called': respond,
  'GET /contacts/check': read,
  'POST /contacts/:id/test': respond,
  'POST /contacts/:id/verified': respond,
  'GET /push/key': { access: 'session' },
  // Whether they answer alerts is asked inside: of whatever reach they may be told.
  'POST /push/subscriptions': { access: 'session' },
  'POST /push/subscriptions/look': { access: 'session' },
  'POST /push/subscriptions/end': { access: 'session' },
  'GET /channels': read,
  'GET /zones': own,
  'GET /rules': own,
  'POST /zones/check': settings,
  'POST /settings/routing/preview': read,
  'POST /settings/templates/preview': read,
  'GET /settings/:name': read,
  'GET /settings/:name/versions': read,
  'GET /settings/:name/versions/:revision': read,
  'PUT /settings/:name': settings,
  'GET /proposals': read,
  'GET /proposals/:id': read,
  'POST /proposals/:id/decision': { access: 'settings:approve', body: { verdict: 'refused', why: 'x' } },
  'POST /proposals/:id/withdrawal': settings,
  'POST /dry-runs': settings,
  'GET /dry-runs/:id': settings,
  'DELETE /dry-runs/:id': settings,
  'GET /jobs': settings,
  'GET /stream': { ...own, streams: true, alerts: true },
  'GET /indicators': { access: 'wall' },
  'GET /indicators.csv': { access: 'wall' },
  'GET /indicators/:name/rows': read,
  'GET /forwarding': settings,
  'GET /positions.cot': own,
  'GET /docs': { access: 'session' },
  'GET /openapi.json': { access: 'session' },
};

/**
 * What is read with `read`, `wall` or `alerts:respond` and names no vessel, so that a look at it is no look at anybody: all else
 * leaves an act. A new route that is in neither fails.
 */
export const namesNoVessel: ReadonlySet<string> = new Set([
  'GET /status',
  'GET /truth',
  'GET /wall/self',
  'GET /wall/figures',
  'GET /wall/tiles/:name',
  'GET /wall/zones',
  'GET /reports',
  'GET /kept-reports',
  'GET /map/layers',
  'GET /contacts/check',
  'GET /channels',
  'GET /zones',
  'GET /rules',
  'GET /settings/:name',
  'GET /settings/:name/versions',
  'GET /settings/:name/versions/:revision',
  'GET /proposals',
  'GET /proposals/:id',
  'GET /indicators',
  'GET /indicators.csv',
]);

export const eventRules: Record<string, AccessRule> = { hello: own, view: own };

/** Sound questions, where the rule has one that fails on purpose, or none. */
export const looking: Readonly<Record<string, string>> = {
  'GET /truth/rows': 'group=VNPT&dimension=alive',
  'GET /cases/:id/evidence.pdf': 'lang=xx',
};
