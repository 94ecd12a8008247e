/** Positions sent to us over HTTP: on disk first, then looked at for the answer. */
import { createDecoder, type DecoderOptions } from '../../decoders/registry.ts';
import type { DecoderSink, StreamDecoder } from '../../decoders/report.ts';
import { toReport } from '../../decoders/to-report.ts';
import { HaidangError } from '../errors.ts';
import { type PostedFormat, postedFeedName, postedFormats } from '../feeds/posted.ts';
import { fixOf } from '../ingest/fixes.ts';
import { isAnonymous } from '../ingest/vessels.ts';
import { type FeedFormats, optionsFor } from '../models/feed-formats.ts';
import type { Store } from '../store/store.ts';
import { failure } from './answers/failure.ts';
import { taken } from './answers/positions.ts';
import type { Contract } from './contract.ts';
import { invalidBody, SpokenError } from './faults.ts';
import { positionsBody } from './limits.ts';
import { noRecord, positionReason } from './position-reasons.ts';
import { type ApiContext, type Route, whoAsks } from './route.ts';

interface RejectedRecord {
  /** The record as received, cut to 200 characters. */
  record: string;
  /** Stable, for programs. */
  reason: string;
  vi: string;
  en: string;
}

interface Answer {
  /** Messages that can be used. */
  accepted: number;
  rejected: RejectedRecord[];
  /** For tables: the map that each was read by, how sure its guess is, and the changes that its rows ask for. */
  tables?: StreamDecoder['findings'];
}

/** As many as help to find what is wrong with a sender. */
const MAX_REJECTED_LISTED = 100;
const MAX_RECORD_TEXT = 200;

export function positionRoutes(context: ApiContext): Route[] {
  const formats = new KnownFormats(context.store);
  return postedFormats.map(
    (format): Route => ({
      method: 'post',
      path: `/positions/${format}`,
      access: 'positions:write',
      contract: contractOf(format),
      body: positionsBody,
      async handle(request, response) {
        const bytes: unknown = request.body;
        if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw invalidBody('.', { vi: 'rỗng', en: 'it is empty' });
        const receivedAt = context.clock();
        const { name: supplier } = whoAsks(response);
        await context.room.receive({
          feed: await context.feeds.posted(format, supplier),
          source: 0,
          bytes,
          receivedAt,
          whole: true,
        });
        const answer = read(format, bytes, receivedAt, await formats.optionsOf(postedFeedName(format, supplier)));
        if (answer.accepted > 0) {
          response.json(answer);
          return;
        }
        const error = noneUsable(format, answer.rejected[0] ?? noRecord);
        response.status(error.status).json({ ...error.toJSON(), ...answer });
      },
    }),
  );
}

const mediaOf: Record<PostedFormat, readonly string[]> = {
  naf: ['text/plain'],
  flux: ['application/xml', 'text/xml'],
  vn1008: ['text/plain', 'application/octet-stream'],
  csv: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  json: ['application/json'],
  signalk: ['application/json'],
};

/** As docs/formats.md shows them. */
const exampleOf: Readonly<Partial<Record<PostedFormat, string>>> = {
  naf: '//SR//FR/VNM//TM/POS//XR/QNa-91234-TS//NA/Hải Âu//DA/20260301//TI/0115//LT/+15.508//LG/+108.652//SP/72//CO/181//ER//',
  csv: 'Số đăng ký;Thời gian;Vĩ độ;Kinh độ;Tốc độ (km/h)\nQNa-91234-TS;01/03/2026 08:15;15,508;108,652;13,3\n',
  json: '{"time":"2026-03-01T08:15:30+07:00","lat":15.508,"lon":108.652,"speed":7.2,"course":181,"registration":"QNa-91234-TS"}',
};

function contractOf(format: PostedFormat): Contract {
  return {
    vi: `Nhận vị trí (${format}): ghi nhật ký trước, rồi mới trả lời`,
    en: `Takes positions (${format}); in the journal before the answer`,
    body: { media: mediaOf[format], example: exampleOf[format] },
    gives: { 200: taken, 422: taken.extend(failure.shape) },
    fails: [format === 'naf' ? 'naf-rejected' : 'positions-rejected', 'journal-unavailable'],
  };
}

function noneUsable(format: PostedFormat, { vi, en }: { vi: string; en: string }): SpokenError {
  if (format === 'naf') return new SpokenError('naf-rejected', { vi: { why: vi }, en: { why: en } });
  return new SpokenError('positions-rejected', { vi: { format, why: vi }, en: { format, why: en } });
}

const AWAY_PAUSE_MS = 10_000;

/** Settings of formats as they are, or as they were when the store last answered: bytes are taken in without it, too. */
class KnownFormats {
  readonly #store: Store;
  #settings: FeedFormats[] = [];
  /** Before which (`performance.now()`) a store that is away is not asked again: finding out takes seconds, and suppliers wait. */
  #askAfter = Number.NEGATIVE_INFINITY;

  constructor(store: Store) {
    this.#store = store;
  }

  async optionsOf(feedName: string): Promise<DecoderOptions> {
    try {
      if (performance.now() >= this.#askAfter)
        this.#settings = ((await this.#store.document('formats'))?.body ?? []) as FeedFormats[];
    } catch (error) {
      if (!(error instanceof HaidangError && error.code === 'store-away')) throw error;
      this.#askAfter = performance.now() + AWAY_PAUSE_MS;
    }
    return optionsFor(feedName, this.#settings);
  }
}

/** What the engine room will make of these bytes: the same decoder reads them there. */
function read(format: PostedFormat, bytes: Uint8Array, receivedAt: number, options: DecoderOptions): Answer {
  let accepted = 0;
  const rejected: RejectedRecord[] = [];
  const reject = (record: string, reason: string): void => {
    if (rejected.length < MAX_REJECTED_LISTED) rejected.push({ record, reason, ...positionReason(format, reason) });
  };
  const sink: DecoderSink = {
    message(message, meta) {
      const report = toReport(message, meta);
      const reason = isAnonymous(report) ? 'no-identity' : fixOf(report);
      if (typeof reason !== 'string') accepted += 1;
      else reject(JSON.stringify(message).slice(0, MAX_RECORD_TEXT), reason);
    },
    rejected: ({ reason, text }) => reject(text, reason),
  };
  const decoder = createDecoder(format, sink, options);
  decoder.push(bytes, receivedAt, true);
  decoder.end(receivedAt);
  const tables = decoder.findings;
  return tables && tables.length > 0 ? { accepted, rejected, tables } : { accepted, rejected };
}
