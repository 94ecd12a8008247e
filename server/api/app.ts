/** The HTTP side of the product: who may ask what, within which limits, and how failures are said. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import express, { type Express, type Request, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { authenticate, requirePermission, type Who } from '../auth/middleware.ts';
import type { Sight } from '../auth/sight.ts';
import { HaidangError } from '../errors.ts';
import { CaseFiles } from '../evidence/files.ts';
import { packedAnswers } from '../exports/packed-answers.ts';
import { NewestFixes, withNewestFixes } from '../fleet/newest-fixes.ts';
import { linkRouter } from '../links/router.ts';
import { tileOrigin } from '../map/config.ts';
import { type Modules, publicFormConfig, usualModules } from '../public-side/config.ts';
import { publicSideRouter } from '../public-side/router.ts';
import { WallBoard } from '../wall/board.ts';
import { accountRoutes } from './accounts.ts';
import { actRoutes } from './acts.ts';
import { alertHealthRoutes } from './alert-health.ts';
import { alertRoutes } from './alerts.ts';
import { caseFileRoutes } from './case-files.ts';
import { caseRoutes } from './cases.ts';
import { channelRoutes } from './channels.ts';
import { contactRoutes } from './contacts.ts';
import { isMedia } from './contract.ts';
import { deliveryRoutes } from './deliveries.ts';
import { dryRunRoutes } from './dry-runs.ts';
import { errorHandler } from './error-handler.ts';
import { evidenceRoutes } from './evidence.ts';
import { evidenceArchiveRoutes } from './evidence-archives.ts';
import { notFound } from './faults.ts';
import { fieldReportRoutes } from './field-reports.ts';
import { firstAccountRoute } from './first-account.ts';
import { fleetRoutes } from './fleet.ts';
import { forwardingRoutes } from './forwarding.ts';
import { gatewayRoutes } from './gateways.ts';
import { guardedStore, seeing } from './guarded-store.ts';
import { handoverRoutes } from './handovers.ts';
import { healthRouter, statusRoutes } from './health.ts';
import { importRoutes } from './imports.ts';
import { indicatorRoutes } from './indicators.ts';
import { jobRoutes } from './jobs.ts';
import { refuseUnknownMembers } from './known-members.ts';
import { limitedRequests, measuredRequests, refusedRequests } from './latency-metrics.ts';
import { keyLimit, linkLimit, publicReportLimit, refusalLimit, requestLimit } from './limits.ts';
import { usualLimits } from './limits-config.ts';
import { mapFileRoutes } from './map-files.ts';
import { mapLayerRoutes } from './map-layers.ts';
import { createMetrics } from './metrics.ts';
import { withDocument } from './openapi/route.ts';
import { ownAccountRoutes } from './own-account.ts';
import { positionRoutes } from './positions.ts';
import { proposalRoutes } from './proposals.ts';
import { pushRoutes } from './push.ts';
import { recordRefusals } from './refusals.ts';
import { replayRoutes } from './replay.ts';
import { reportRoutes } from './reports.ts';
import { type ApiContext, type Route, whoAsks } from './route.ts';
import { RouteTable } from './route-table.ts';
import { routingPreviewRoutes } from './routing-preview.ts';
import { sessionRoutes } from './session.ts';
import { settingsRoutes } from './settings.ts';
import { sharedMapRoutes } from './shared-map.ts';
import { singleSignOnRoutes } from './single-sign-on.ts';
import { staticFiles } from './static-files.ts';
import { streamRoutes } from './streams.ts';
import { templatePreviewRoutes } from './template-preview.ts';
import { trackRoutes } from './tracks.ts';
import { truthRoutes } from './truth.ts';
import { vesselRecordRoutes } from './vessel-record.ts';
import { vesselRoutes } from './vessels.ts';
import { wallRoutes } from './wall.ts';
import { wallAdminRoutes } from './walls.ts';
import { whereaboutsRoutes } from './whereabouts.ts';
import { zoneFileRoutes } from './zone-files.ts';
import { zoneAndRuleRoutes } from './zones-rules.ts';

interface AppOptions extends ApiContext {
  /** Where the built browser side lies (`dist/web`). */
  webFolder: string;
}

/** A year, and what lies below this host's name, too (OWASP ASVS 5.0, 3.4.1). */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';
const POSITIONS = /^\/positions\//;

/** Everything below /api/v1. */
export function apiRoutes(context: ApiContext): Route[] {
  const { store, hub, feeds, clock, config } = context;
  const board = new WallBoard({ store, hub, feeds, clock, targets: config.targets });
  const routes = [
    ...sessionRoutes(context),
    ...singleSignOnRoutes(context),
    firstAccountRoute(context),
    ...ownAccountRoutes(context),
    ...accountRoutes(context),
    ...actRoutes(context),
    ...statusRoutes(context),
    ...vesselRoutes(context),
    ...vesselRecordRoutes(context),
    ...importRoutes(context),
    ...fleetRoutes(context),
    ...mapFileRoutes(context),
    ...trackRoutes(context),
    ...whereaboutsRoutes(context),
    ...replayRoutes(context),
    ...streamRoutes(context),
    ...forwardingRoutes(context),
    ...positionRoutes(context),
    ...alertRoutes(context),
    ...alertHealthRoutes(context),
    ...caseRoutes(context),
    ...caseFileRoutes(context),
    ...evidenceRoutes(context),
    ...evidenceArchiveRoutes(context),
    ...handoverRoutes(context),
    ...reportRoutes(context),
    ...sharedMapRoutes(context),
    ...fieldReportRoutes(context),
    ...mapLayerRoutes(context),
    ...deliveryRoutes(context),
    ...contactRoutes(context),
    ...pushRoutes(context),
    ...channelRoutes(context),
    ...gatewayRoutes(context),
    ...zoneAndRuleRoutes(context),
    ...zoneFileRoutes(context),
    ...routingPreviewRoutes(context),
    ...templatePreviewRoutes(context),
    ...settingsRoutes(context),
    ...proposalRoutes(context),
    ...dryRunRoutes(context),
    ...jobRoutes(context),
    ...truthRoutes(context),
    ...wallRoutes(context, board),
    ...indicatorRoutes(context, board),
    ...wallAdminRoutes(context),
  ];
  return withDocument(routes, context.config.version);
}

export function createApp({ webFolder, ...context }: AppOptions): Express {
  const app = express();
  app.set('trust proxy', context.config.trustedProxies ?? 0);
  app.set('etag', false);
  app.disable('x-powered-by');
  const tiles = context.config.mapLayers?.flatMap(({ url }) => tileOrigin(url) ?? []) ?? [];
  app.use(securityHeaders(context.config.frameAncestors ?? [], [...new Set(tiles)]));
  const metrics = createMetrics(context);
  app.use(measuredRequests(metrics));
  const onLimited = limitedRequests(metrics);
  context.guesses.onRefused = () => onLimited('guesses');
  app.use(['/readyz', '/metrics'], authenticate(context.accounts, context.guesses));
  app.use(healthRouter(context, metrics));
  app.use('/api/v1', apiRouter(context));
  app.use('/api', (request) => {
    const what = `${request.method} ${request.baseUrl}${request.path}`;
    throw notFound({ vi: `đường dẫn ${what}`, en: what });
  });
  const { gateways, store, room, config, clock } = context;
  if (gateways) {
    const { linkKey: key } = gateways;
    const files = new CaseFiles(context.dataFolder);
    const { demo, publicUrl, modules = usualModules } = config;
    const form = publicFormConfig.parse(config.publicForm ?? {});
    const limits = { looks: linkLimit(), sends: publicReportLimit(form.perAddress) };
    const shown = { store, room, files, key, demo, clock };
    if (modules.publicForm) app.use('/r', publicSideRouter({ ...shown, ...limits, config: form, publicUrl }));
    const hours = gateways.config.linkHours;
    app.use('/l', linkRouter({ ...shown, hotline: form.hotline, hours, limiter: linkLimit() }));
  }
  app.use(staticFiles(resolve(webFolder)));
  app.use((request) => {
    throw notFound({ vi: request.path, en: request.path });
  });
  app.use(errorHandler(context.log, onLimited, refusedRequests(metrics)));
  return app;
}

function apiRouter(context: ApiContext): Router {
  const router = Router();
  // A journal that cannot keep up says so itself; providers that send each position by itself are not to be cut off.
  const { limits = usualLimits } = context.config;
  router.use(requestLimit(limits.requestsPerMinute, (method, path) => method === 'POST' && POSITIONS.test(path)));
  router.use(refusalLimit());
  router.use((_request, response, next) => {
    // Positions are secret: nothing of this is to lie in a cache.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(packedAnswers());
  router.use(authenticate(context.accounts, context.guesses));
  router.use(keyLimit(limits.keyRequestsPerMinute));
  const { modules = usualModules } = context.config;
  const { store, room } = context;
  const newest = room.takeSince && new NewestFixes({ store, room });
  const guarded = guardedStore(newest ? withNewestFixes(store, newest) : store);
  const table = new RouteTable();
  for (const route of apiRoutes({ ...context, store: guarded })) {
    const steps = [
      named(`/api/v1${route.path}`),
      route.limiter,
      guard(route),
      offered(route, modules),
      route.body,
      knownMembersOnly(route),
    ].filter((step) => step !== undefined);
    table.routerOf(route.path)[route.method](route.path, ...steps, answering(route, context.sight));
  }
  router.use(table.handle);
  router.use(recordRefusals(context));
  return router;
}

/** Figures name a route as it is declared. */
function named(route: string): RequestHandler {
  return (_request, response, next) => {
    response.locals.route = route;
    next();
  };
}

/** What a body holds beyond its contract is refused, not dropped. */
function knownMembersOnly({ contract: { body } }: Route): RequestHandler | undefined {
  if (!body || isMedia(body)) return undefined;
  return (request, _response, next) => {
    refuseUnknownMembers(body, request.body);
    next();
  };
}

/** A part that the settings have switched off is not there. */
function offered({ module }: Route, modules: Modules): RequestHandler | undefined {
  if (!module || modules[module]) return undefined;
  return () => {
    throw new HaidangError('module-off', { module });
  };
}

/** The one place where it is decided whose vessels an answer may be about. */
function answering({ access, handle }: Route, sight: Sight): RequestHandler {
  return async (request, response) => {
    const isOnesOwn = access === 'open' || access === 'session';
    const seen = isOnesOwn ? undefined : await sight.of(whoAsks(response), access);
    await seeing(seen, () => handle(request, response));
  };
}

function guard({ access, reach, isForEnrolling }: Route): RequestHandler | undefined {
  if (access === 'open') return undefined;
  if (access !== 'session') return requirePermission(access, reach);
  return (_request, response, next) => {
    const who = response.locals.who as Who | undefined;
    if (!who || who.by === 'wall') throw new HaidangError('sign-in');
    if (who.mustEnrol && !isForEnrolling) throw new HaidangError('second-factor-needed');
    next();
  };
}

/**
 * The wall's tiles may stand in the pages of those that the settings name, everything else in none.
 * @param pictures origins that pictures of the map may come from besides our own
 */
function securityHeaders(frameAncestors: readonly string[], pictures: readonly string[]): RequestHandler {
  const isTile = ({ url }: IncomingMessage): boolean =>
    frameAncestors.length > 0 && url?.startsWith('/wall/tile/') === true;
  const ofPages = [...headersWith("'none'", pictures), ['X-Frame-Options', 'DENY'] as const];
  const ofTiles = headersWith(frameAncestors.join(' '), pictures);
  return (request: Request, response, next) => {
    if (request.secure) response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT);
    for (const [name, value] of isTile(request) ? ofTiles : ofPages) response.setHeader(name, value);
    next();
  };
}

/** What helmet says of every answer alike: asked once, since it takes a twentieth of the time of a small answer. */
function headersWith(frameAncestors: string, pictures: readonly string[]): [name: string, value: string][] {
  const headers = helmet({
    // The policy's frame-ancestors says it, also to those whom this header cannot name.
    frameguard: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:', ...pictures],
        'style-src': ["'self'"],
        'script-src': ["'self'"],
        'worker-src': ["'self'"],
        // The live map's socket, too, is of our own host: CSP 3 has ws and wss in 'self'.
        'connect-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': [frameAncestors],
      },
    },
    // Said with each answer, where the request came by TLS: browsers ignore it otherwise.
    strictTransportSecurity: false,
  });
  const said = new Map<string, string>();
  const answer = { setHeader: (name: string, value: string) => said.set(name, value), removeHeader: () => {} };
  headers({} as IncomingMessage, answer as unknown as ServerResponse, () => {});
  return [...said];
}
