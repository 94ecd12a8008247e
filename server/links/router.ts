/**
 * `/l/TOKEN`: what a link in a message opens. GET only shows: programs open links to look what they are. Whoever holds the link
 * answers this one alert, and is on record as the contact that it was sent to; nobody is signed in by it.
 */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { HaidangError } from '../errors.ts';
import type { CaseFiles, StoredFile } from '../evidence/files.ts';
import type { EngineRoom } from '../ingest/room.ts';
import type { Alert } from '../models/alert.ts';
import type { Delivery } from '../models/delivery.ts';
import type { DeclaredPosition } from '../notify/entries.ts';
import { shortPlace, shortTime } from '../notify/templates/format.ts';
import type { Store } from '../store/store.ts';
import { type Form, readForm } from './form.ts';
import { pageHeaders } from './frame.ts';
import { closedPage, type LinkPage, linkPage } from './page.ts';
import { isInWaters, readPlace } from './position-notation.ts';
import { deliveryIdIn, linkOpens } from './token.ts';
import { linkWords } from './words.ts';

interface LinkOptions {
  store: Pick<Store, 'delivery' | 'alert'>;
  room: Pick<EngineRoom, 'act'>;
  files: Pick<CaseFiles, 'keep'>;
  /** Signs links. */
  key: string;
  hours: number;
  demo: boolean;
  /** The province's number to call. */
  hotline?: string;
  /** Epoch ms. */
  clock: () => number;
  /** How often one address may ask. */
  limiter: RequestHandler;
}

/** Answers by one link. */
const maxAnswers = 30;
const minuteMs = 60_000;

interface Opened {
  delivery: Delivery;
  alert: Alert;
}

type Said = Pick<LinkPage, 'said' | 'typed'>;

export function linkRouter(options: LinkOptions): Router {
  const router = Router();
  /** Answers by link since the start; the oldest are forgotten. */
  const answers = new Map<string, number>();
  router.use(options.limiter, (_request, response, next) => {
    response.set(pageHeaders);
    next();
  });
  router.get('/:token', async (request, response) => {
    const opened = await open(options, request);
    if (opened) show(options, response, 200, opened, {});
    else closed(options, request, response);
  });
  router.post('/:token', async (request, response) => {
    const opened = await open(options, request);
    if (!opened) {
      closed(options, request, response);
      return;
    }
    const words = linkWords[opened.delivery.language];
    const bad = (text: string): Said => ({ said: { good: false, text } });
    if (!mayAnswer(answers, opened.delivery.id)) {
      show(options, response, 429, opened, bad(words.tooMany));
      return;
    }
    let said: Said;
    try {
      said = await answer(options, opened, await readForm(request));
    } catch (error) {
      if (!(error instanceof HaidangError)) said = bad(words.noPosition);
      else
        said =
          error.code === 'act-waits'
            ? { said: { good: true, text: words.waits } }
            : bad(error.sentence(opened.delivery.language));
    }
    const after = (await open(options, request)) ?? opened;
    show(options, response, said.said?.good === false ? 422 : 200, after, said);
  });
  return router;
}

function mayAnswer(answers: Map<string, number>, id: string): boolean {
  const count = (answers.get(id) ?? 0) + 1;
  answers.delete(id);
  answers.set(id, count);
  const [oldest] = answers.keys();
  if (answers.size > 10_000 && oldest !== undefined) answers.delete(oldest);
  return count <= maxAnswers;
}

async function open({ store, key, hours, clock }: LinkOptions, request: Request): Promise<Opened | undefined> {
  const token = String(request.params.token ?? '');
  const id = deliveryIdIn(token);
  const delivery = id === undefined ? undefined : await store.delivery(id);
  if (!delivery || !linkOpens(key, token, delivery, { now: clock(), hours })) return undefined;
  const alert = await store.alert(delivery.alertId);
  return alert && { delivery, alert };
}

function show({ demo, hotline }: LinkOptions, response: Response, status: number, opened: Opened, said: Said): void {
  response
    .status(status)
    .type('html')
    .send(linkPage({ ...opened, ...said, demo, hotline }));
}

function closed({ hotline }: LinkOptions, request: Request, response: Response): void {
  const language = request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';
  response.status(404).type('html').send(closedPage(language, hotline));
}

async function answer(options: LinkOptions, { delivery, alert }: Opened, form: Form): Promise<Said> {
  const words = linkWords[delivery.language];
  const by = `link:${delivery.contactId}`;
  const note = form.fields.get('note')?.trim().slice(0, 500) || undefined;
  const good: Said = { said: { good: true, text: words.thanks } };
  const wants = form.fields.get('do');
  if (delivery.role === 'owner') {
    if (wants === 'position') return declare(options, delivery, form, note);
    await options.room.act({ type: 'answered', deliveryId: delivery.id, via: 'link', by });
    return good;
  }
  if (wants !== 'acknowledge') return { said: { good: false, text: words.closed } };
  // It has been read, whether or not there is still something to take up.
  await options.room.act({ type: 'answered', deliveryId: delivery.id, via: 'link', by });
  await options.room.act({ type: 'acknowledge', alertId: alert.id, comment: note, by });
  return good;
}

async function keptPhoto(files: LinkOptions['files'], bytes: Buffer): Promise<StoredFile | undefined> {
  try {
    return await files.keep(bytes, 'image/');
  } catch (error) {
    if (error instanceof HaidangError && error.code === 'file-refused') return undefined;
    throw error;
  }
}

async function declare(
  { room, files, clock }: LinkOptions,
  delivery: Delivery,
  { fields, photo, cut }: Form,
  note: string | undefined,
): Promise<Said> {
  const words = linkWords[delivery.language];
  const typed = { place: fields.get('place') ?? '', note, minutesAgo: fields.get('minutesAgo') };
  const bad = (text: string): Said => ({ said: { good: false, text }, typed });
  const place = readPlace(typed.place);
  if (place === 'no-position') return bad(words.noPosition);
  if (place === 'out-of-range') return bad(words.outOfRange);
  const { lon, lat } = place;
  if (!isInWaters(place)) return bad(words.farAway);
  const minutes = Number(typed.minutesAgo || '0');
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440) return bad(words.badTime);
  const kept = photo && !cut ? await keptPhoto(files, photo) : undefined;
  if (photo && !kept) return bad(words.badPhoto);
  const fixTime = clock() - minutes * minuteMs;
  const { id: deliveryId, vesselId, contactId } = delivery;
  const entry: DeclaredPosition = {
    type: 'declare-position',
    vesselId,
    lon,
    lat,
    fixTime,
    via: 'link',
    deliveryId,
    note,
    photo: kept,
    by: `link:${contactId}`,
  };
  await room.act(entry);
  return { said: { good: true, text: words.declared(shortPlace(lon, lat), shortTime(fixTime)) } };
}
