/** The web side: the interface for programs and browsers, and the live map's socket beside it. */
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import { createApp } from './api/app.ts';
import type { ApiConfig, ApiContext } from './api/route.ts';
import { Looks } from './audit/looks.ts';
import { Guesses } from './auth/guesses.ts';
import { Sight } from './auth/sight.ts';
import { Provider } from './auth/single-sign-on/provider.ts';
import type { RedisBus } from './cluster/redis-bus.ts';
import type { Config } from './config.ts';
import type { Signer } from './evidence/signature.ts';
import { FleetBook } from './fleet/book.ts';
import type { Inputs } from './inputs.ts';
import type { LiveHub } from './live/hub.ts';
import { attachLiveSocket } from './live/socket.ts';
import type { Hearing } from './notify/channels/hearing.ts';
import { answerConfig } from './notify/config.ts';
import type { MessageKeys } from './notify/keys.ts';
import type { Starting } from './start.ts';
import { version } from './version.ts';

interface WebParts extends Pick<ApiContext, 'store' | 'room' | 'accounts' | 'dryRuns' | 'jobs' | 'gateways'> {
  server: Server | TlsServer;
  /** Where this machine reaches it. */
  url: string;
  hub: LiveHub;
  inputs: Inputs;
  evidenceSigner?: Signer;
  /** Of several processes. */
  bus?: RedisBus;
}

/** @returns what answers requests from now on; the socket answers by itself */
export function serveWeb({ config, log, stops, onProblem }: Starting, parts: WebParts): Express {
  const { server, url, hub, inputs, evidenceSigner, bus, ...context } = parts;
  const { store, room, accounts } = context;
  const guesses = new Guesses(config.limits.guesses, Date.now);
  const sight = new Sight({ store, room, clock: Date.now });
  const looks = new Looks({ room, clock: Date.now, log });
  const signOn = config.oidc && new Provider(config.oidc, config.notify.publicUrl ?? url);
  const app = createApp({
    ...context,
    hub,
    guesses,
    looks,
    sight,
    ...(signOn && { signOn }),
    fleet: new FleetBook({ store, room, clock: Date.now }),
    feeds: { posted: (format, supplier) => inputs.posted.number(format, supplier), statuses: inputs.statuses },
    config: apiConfig(config, evidenceSigner),
    dataFolder: config.data,
    clock: Date.now,
    log,
    onSessionEnd: (tokenHash) => socket.endSession(tokenHash),
    onWallRevoked: (id) => socket.endWall(id),
    webFolder: fileURLToPath(new URL('./web', import.meta.url)),
  });
  const socket = attachLiveSocket({
    server,
    hub,
    accounts,
    guesses,
    looks,
    trustedProxies: config.trustedProxies,
    sight,
    publicUrl: config.notify.publicUrl,
    adapter: bus?.adapter(),
    onProblem,
  });
  stops.add(() => socket.close());
  return app;
}

function apiConfig(config: Config, evidenceSigner: Signer | undefined): ApiConfig {
  return {
    ...{ demo: config.demo, version, publicUrl: config.notify.publicUrl, ...config.wall },
    mapLayers: config.map.layers,
    receivers: config.forward.receivers,
    modules: config.modules,
    publicForm: config.publicForm,
    reportSchedules: config.reports.schedules,
    evidenceSigner,
    trustedProxies: config.trustedProxies,
    limits: config.limits,
  };
}

/** Of a process that sends its messages itself. */
export function ownGateways(config: Config, keys: MessageKeys, hearing: Hearing): ApiContext['gateways'] {
  return { config: answerConfig(config.notify), hearing, linkKey: keys.links, pushKey: keys.vapid.publicKey };
}
