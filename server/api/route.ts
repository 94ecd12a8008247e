/** What a route is made of. A route without a permission cannot be written: that is how the interface denies by default. */
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Looks } from '../audit/looks.ts';
import type { Accounts } from '../auth/accounts.ts';
import type { Guesses } from '../auth/guesses.ts';
import { signatureOf, type Who } from '../auth/middleware.ts';
import type { Permission, Reach } from '../auth/permissions.ts';
import type { Sight } from '../auth/sight.ts';
import type { Provider } from '../auth/single-sign-on/provider.ts';
import type { DryRuns } from '../dry-runs/dry-runs.ts';
import type { Signer } from '../evidence/signature.ts';
import type { PostedFormat } from '../feeds/posted.ts';
import type { FleetBook } from '../fleet/book.ts';
import type { Receiver } from '../forward/config.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { Scheduler } from '../jobs/scheduler.ts';
import type { LiveHub } from '../live/hub.ts';
import type { FeedStatus } from '../live/protocol.ts';
import type { TileLayer } from '../map/config.ts';
import type { Hearing } from '../notify/channels/hearing.ts';
import type { AnswerConfig } from '../notify/config.ts';
import type { Modules, PublicFormConfig } from '../public-side/config.ts';
import type { ReportSchedule } from '../reports/config.ts';
import type { Store } from '../store/store.ts';
import type { WallTargets } from '../wall/config.ts';
import type { Contract } from './contract.ts';
import type { LimitsConfig } from './limits-config.ts';

export interface ApiConfig {
  demo: boolean;
  version: string;
  /** Where people open the product, when a proxy stands in front. */
  publicUrl?: string;
  /** Pages in which tiles of the wall may stand, as CSP sources: `https://ioc.example.vn`. */
  frameAncestors?: string[];
  targets?: WallTargets;
  /** Depths or charts from a tile server. */
  mapLayers?: TileLayer[];
  /** To whom positions go on. */
  receivers?: readonly Receiver[];
  /** What the province uses of the product; without it the usual. */
  modules?: Modules;
  publicForm?: PublicFormConfig;
  /** Who signs evidence archives. */
  evidenceSigner?: Signer;
  /** Of reports that are made by themselves. */
  reportSchedules?: readonly ReportSchedule[];
  /** How many proxies in front of us are believed about who asks (express `trust proxy`). Default 0. */
  trustedProxies?: number;
  /** Absent: the usual ones. */
  limits?: LimitsConfig;
}

export interface ApiContext {
  /** A session has ended, of which this is the hash of the token: what is open elsewhere with it ends. */
  onSessionEnd?: (tokenHash: string) => void;
  /** A wall is one no more: what it shows ends. */
  onWallRevoked?: (wallId: string) => void;
  /** A reader's connection. */
  store: Store;
  room: EngineRoom;
  hub: Pick<LiveHub, 'status' | 'clients' | 'placed' | 'join' | 'see' | 'leave' | 'hello' | 'identityOf'>;
  accounts: Accounts;
  /** Shared with the socket. */
  looks: Looks;
  /** Works on all that there is, whoever asks. */
  sight: Sight;
  /** The province's own accounts, where the settings name their provider. */
  signOn?: Provider;
  /** Shared with the socket. */
  guesses: Guesses;
  dryRuns: Pick<DryRuns, 'ask' | 'get' | 'cancel'>;
  fleet: Pick<FleetBook, 'ordered'>;
  jobs: Pick<Scheduler, 'list' | 'listSoFar'>;
  feeds: {
    /** Number under which positions of a format that a supplier sends by HTTP are journaled. */
    posted(format: PostedFormat, supplier: string): Promise<number>;
    statuses(): FeedStatus[];
  };
  config: ApiConfig;
  /** What gateways and readers of messages can reach; absent where there are no messages. */
  gateways?: {
    config: AnswerConfig;
    hearing: Hearing;
    /** Signs links. */
    linkKey: string;
    pushKey: string;
  };
  /** Holds the journal and the files of cases. */
  dataFolder: string;
  /** The thread that makes evidence files, when it is not the built one. */
  evidenceWorker?: URL;
  /** The thread that checks files of zones, when it is not the built one. */
  zoneCheckWorker?: URL;
  /** The thread that makes workbooks, when it is not the built one. */
  workbookWorker?: URL;
  /** The thread that reads tables of the registry, when it is not the built one. */
  tableWorker?: URL;
  /** Epoch ms. */
  clock: () => number;
  log: Pick<Logger, 'error' | 'warn'>;
}

/** `open`: nobody needs to be known · `session`: anybody signed in, or any key */
type Access = 'open' | 'session' | Permission;

export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Below /api/v1. */
  path: string;
  access: Access;
  /** The narrowest that gets an answer, cut to the vessels that it sees (guarded-store.ts). Default `province`: nobody narrower. */
  reach?: Reach;
  /** Open also to whoever has yet to turn on the second factor that their role asks for. */
  isForEnrolling?: true;
  /** Part of the product without which it is not there. */
  module?: keyof Modules;
  /** What it takes and gives: the document of the interface is made of it. */
  contract: Contract;
  /** Reads the body; runs only after the permission is checked. */
  body?: RequestHandler;
  /** Runs first of all. */
  limiter?: RequestHandler;
  handle: (request: Request, response: Response) => Promise<void> | void;
}

/** Who asks, as the authenticating middleware left it. Only for routes that are not `open`. */
export function whoAsks(response: Response): Who {
  return response.locals.who as Who;
}

/** What stands in the journal beside an act: a user's name, or which key it was. */
export function actor(response: Response): string {
  return signatureOf(whoAsks(response));
}

/** Who acts, and the unit that they speak for, as an act says it. */
export function signature(response: Response): { by: string; unit?: string } {
  const { unit } = whoAsks(response);
  return { by: actor(response), ...(unit !== undefined && { unit }) };
}

/** A part of the path. Express knows only that it may be one or many. */
export function pathPart(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}
