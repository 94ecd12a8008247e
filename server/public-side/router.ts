/**
 * `/r`: whoever has no account tells what they see, and `/r/TOKEN`: what became of it. Nothing that is sent is believed, run or shown
 * to others; how much one address and all together may send within an hour is bounded, and so is what is read at once.
 */
import { randomBytes } from 'node:crypto';
import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { refuseCrossSite } from '../auth/middleware.ts';
import { HaidangError } from '../errors.ts';
import type { CaseFiles, StoredFile } from '../evidence/files.ts';
import type { EngineRoom } from '../ingest/room.ts';
import { type Form, readForm } from '../links/form.ts';
import { pageHeaders } from '../links/frame.ts';
import { isInWaters, readPlace } from '../links/position-notation.ts';
import { endStates } from '../models/case.ts';
import { type ToldReport, toldReport } from '../models/field-report.ts';
import type { Store } from '../store/store.ts';
import type { PublicFormConfig } from './config.ts';
import { closedPage, formPage, type Language, sentPage, statusPage, type Typed } from './page.ts';
import { reportIdIn, reportToken } from './token.ts';
import { publicWords } from './words.ts';

interface PublicSideOptions {
  store: Pick<Store, 'fieldReport' | 'caseHead'>;
  room: Pick<EngineRoom, 'act'>;
  files: Pick<CaseFiles, 'keep'>;
  /** Signs links. */
  key: string;
  config: PublicFormConfig;
  publicUrl?: string;
  demo: boolean;
  /** How often one address may look, and how often it may send. */
  looks: RequestHandler;
  sends: RequestHandler;
  /** Epoch ms. */
  clock: () => number;
}

const MAX_PHOTO_BYTES = 5 * 1024 * 1024;
/** Forms read at once; each may hold a photograph in memory. */
const MOST_AT_ONCE = 8;
const HOUR_MS = 3_600_000;
const fieldNames = ['topic', 'text', 'position', 'place', 'boat', 'name', 'phone'] as const;

export function publicSideRouter(options: PublicSideOptions): Router {
  const { config, demo, looks, sends } = options;
  const router = Router();
  const intake = new Intake(config.perHour, options.clock);
  router.use(looks, (_request, response, next) => {
    response.set(pageHeaders);
    next();
  });
  const form = (response: Response, status: number, language: Language, more: { bad?: string; typed?: Typed } = {}) =>
    void response
      // Browsers tell no origin of a page that gives no referrer, and where a form comes from is looked at.
      .set('Referrer-Policy', 'same-origin')
      .status(status)
      .type('html')
      .send(formPage({ language, hotline: config.hotline, demo, ...more }));
  router.get('/', (request, response) => form(response, 200, languageOf(request)));
  router.post('/', sends, async (request, response) => {
    refuseCrossSite(request);
    const language = languageOf(request);
    const words = publicWords[language];
    if (!intake.begin()) {
      request.resume();
      form(response, 429, language, { bad: words.tooMany });
      return;
    }
    try {
      await receive(options, request, (status, answer) => {
        if (typeof answer === 'object') return form(response, status, language, answer);
        // What was refused is nobody's place in the hour: else whoever sends nonsense closes the page for all.
        intake.taken();
        response
          .status(status)
          .type('html')
          .send(sentPage(language, { path: answer, publicUrl: options.publicUrl, demo }));
      });
    } finally {
      intake.end();
    }
  });
  statusRoute(router, options);
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof HaidangError) || response.headersSent) return next(error);
    const language = languageOf(request);
    if (error.details.seconds !== undefined) response.set('Retry-After', String(error.details.seconds));
    form(response, error.status, language, { bad: error.sentence(language) });
  });
  return router;
}

function statusRoute(router: Router, { store, key, config, demo }: PublicSideOptions): void {
  router.get('/:token', async (request, response) => {
    const token = String(request.params.token ?? '');
    const language = languageOf(request);
    const id = reportIdIn(key, token);
    const report = id === undefined ? undefined : await store.fieldReport(id);
    if (!report) {
      response.status(404).type('html').send(closedPage(language));
      return;
    }
    const head = report.caseId === undefined ? undefined : await store.caseHead(report.caseId);
    const isSettled = head !== undefined && endStates.has(head.state);
    const { hotline } = config;
    response.type('html').send(statusPage({ language, report, isSettled, path: `/r/${token}`, hotline, demo }));
  });
}

/** How much comes in, of all together. */
class Intake {
  #underWay = 0;
  #times: number[] = [];
  readonly #perHour: number;
  readonly #clock: () => number;

  constructor(perHour: number, clock: () => number) {
    this.#perHour = perHour;
    this.#clock = clock;
  }

  begin(): boolean {
    const since = this.#clock() - HOUR_MS;
    this.#times = this.#times.filter((time) => time > since);
    if (this.#underWay >= MOST_AT_ONCE || this.#times.length + this.#underWay >= this.#perHour) return false;
    this.#underWay += 1;
    return true;
  }

  taken(): void {
    this.#times.push(this.#clock());
  }

  end(): void {
    this.#underWay -= 1;
  }
}

function languageOf(request: Request): Language {
  const { lang } = request.query;
  if (lang === 'vi' || lang === 'en') return lang;
  return request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';
}

type Answer = (status: number, said: { bad: string; typed: Typed } | string) => void;

async function receive({ room, files, key }: PublicSideOptions, request: Request, answer: Answer): Promise<void> {
  const words = publicWords[languageOf(request)];
  const form = await readForm(request, MAX_PHOTO_BYTES).catch(() => undefined);
  if (!form) return answer(422, { bad: words.broken, typed: {} });
  const typed: Typed = Object.fromEntries(fieldNames.map((name) => [name, form.fields.get(name)?.trim()]));
  const bad = (text: string): void => answer(422, { bad: text, typed });
  if (!typed.text) return bad(words.needsText);
  const place = typed.position ? readPlace(typed.position) : undefined;
  if (typeof place === 'string') return bad(words.badPlace);
  if (place && !isInWaters(place)) return bad(words.farAway);
  const told = toldReport.safeParse({ ...spoken(typed), ...place });
  if (!told.success) return bad(words.badField);
  try {
    const photo = await keptPhoto(files, form);
    if (photo === 'refused') return bad(words.badPhoto);
    const reportId = `fr-${randomBytes(10).toString('hex')}`;
    await journal(room, { reportId, report: told.data, ...(photo && { photo }) });
    answer(201, `/r/${reportToken(key, reportId)}`);
  } catch (error) {
    // Nothing was taken: what was typed is there to be sent again.
    if (!(error instanceof HaidangError)) throw error;
    answer(503, { bad: words.broken, typed });
  }
}

/** What was left empty is not said. */
function spoken({ position: _, ...typed }: Typed): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed)
      .filter((entry): entry is [string, string] => Boolean(entry[1]))
      .map(([name, text]) => [name, text.replaceAll('\r\n', '\n')]),
  );
}

async function keptPhoto(
  files: PublicSideOptions['files'],
  { photo, cut }: Form,
): Promise<StoredFile | 'refused' | undefined> {
  if (cut) return 'refused';
  if (!photo) return undefined;
  try {
    return await files.keep(photo, 'image/');
  } catch (error) {
    if (error instanceof HaidangError && error.code === 'file-refused') return 'refused';
    throw error;
  }
}

/** What is in the journal has been received, even while the store is away. */
async function journal(
  room: PublicSideOptions['room'],
  told: { reportId: string; report: ToldReport; photo?: StoredFile },
): Promise<void> {
  try {
    await room.act({ type: 'field-report', ...told, via: 'page', by: 'public' });
  } catch (error) {
    if (!(error instanceof HaidangError) || error.code !== 'act-waits') throw error;
  }
}
