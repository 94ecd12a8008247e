/** Positions sent to us over HTTP: on disk first, then looked at for the answer. */
import { createDecoder } from '../../decoders/registry.ts';
import { toReport } from '../../decoders/to-report.ts';
import { fixOf } from '../ingest/fixes.ts';
import { isAnonymous } from '../ingest/vessels.ts';
import { invalidBody, SpokenError } from './faults.ts';
import { nafBody } from './limits.ts';
import { nafReason, noRecord } from './naf-reasons.ts';
import type { ApiContext, Route } from './route.ts';

export interface RejectedRecord {
  /** The record as received, cut to 200 characters. */
  record: string;
  /** Stable, for programs. */
  reason: string;
  vi: string;
  en: string;
}

/** As many as help to find what is wrong with a sender. */
const MAX_REJECTED_LISTED = 100;
const MAX_RECORD_TEXT = 200;

export function positionRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'post',
      path: '/positions/naf',
      access: 'positions:write',
      body: nafBody,
      async handle(request, response) {
        const bytes: unknown = request.body;
        if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw invalidBody('.', { vi: 'rỗng', en: 'it is empty' });
        const receivedAt = context.clock();
        await context.room.receive(context.feeds.naf, bytes, receivedAt, true);
        const { accepted, rejected } = readNaf(bytes, receivedAt);
        if (accepted > 0) {
          response.json({ accepted, rejected });
          return;
        }
        const { vi, en } = rejected[0] ?? noRecord;
        const error = new SpokenError('naf-rejected', { vi: { why: vi }, en: { why: en } });
        response.status(error.status).json({ ...error.toJSON(), accepted, rejected });
      },
    },
  ];
}

/** What the engine room will make of these bytes: the same decoder reads them there. */
function readNaf(bytes: Uint8Array, receivedAt: number): { accepted: number; rejected: RejectedRecord[] } {
  let accepted = 0;
  const rejected: RejectedRecord[] = [];
  const decoder = createDecoder('naf', {
    message(message, meta) {
      const report = toReport(message, meta);
      const reason = isAnonymous(report) ? 'no-identity' : fixOf(report);
      if (typeof reason !== 'string') accepted += 1;
      else if (rejected.length < MAX_REJECTED_LISTED) {
        const record = JSON.stringify(message).slice(0, MAX_RECORD_TEXT);
        rejected.push({ record, reason, ...nafReason(reason) });
      }
    },
    rejected({ reason, text }) {
      if (rejected.length < MAX_REJECTED_LISTED) rejected.push({ record: text, reason, ...nafReason(reason) });
    },
  });
  decoder.push(bytes, receivedAt, true);
  decoder.end(receivedAt);
  return { accepted, rejected };
}
