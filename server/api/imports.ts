/** Tables of vessels, owners, licences and ports: previewed, and written only as they were previewed. Nothing is kept in between. */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import type { Zone } from '../../geofences/types.ts';
import type { Permission } from '../auth/permissions.ts';
import { BoundedThread } from '../bounded-thread.ts';
import { HaidangError } from '../errors.ts';
import { withPorts } from '../ingest/imports.ts';
import { Vessels } from '../ingest/vessels.ts';
import { type ImportEntry, type ImportTable, importTables } from '../models/import.ts';
import { proposalIdOf } from '../models/proposal.ts';
import { type ColumnChoice, fieldsOf, type ImportField } from '../registry-import/columns.ts';
import { PortBook, planPorts } from '../registry-import/port-plan.ts';
import { type ImportPreview, type Prepared, prepareImport } from '../registry-import/preview.ts';
import type { RawTable, TableFault } from '../registry-import/table.ts';
import { planVessels } from '../registry-import/vessel-plan.ts';
import type { Store } from '../store/store.ts';
import { refuseAccusingZones } from './accusations.ts';
import { importDone, importPreview } from './answers/map.ts';
import { readRules, readZones } from './documents.ts';
import { checked, invalidBody } from './faults.ts';
import { registryFileBody, searchLimit } from './limits.ts';
import { type ApiContext, actor, type Route } from './route.ts';

/** A file that opens as 20,000 rows takes a tenth of it. */
const READING = { seconds: 20, heapMb: 512, atOnce: 2 };
const MOST_COLUMNS = 256;

/** Ports are zones, and zones are settings. */
const permissionFor: Record<ImportTable, Permission> = {
  vessels: 'registry:write',
  owners: 'registry:write',
  licences: 'registry:write',
  ports: 'settings:write',
};

const query = z.object({
  name: z.string().min(1).max(200),
  /** Columns as a person has corrected them, as JSON: field → number of its column, from 0. Absent: guessed. */
  columns: z.string().max(4000).optional(),
  /** Vessels from 15 m on, of which nothing else is said, owe a report every two hours. */
  owes: z.enum(['yes', 'no']).default('no'),
});
const confirmation = query.extend({ plan: z.string().regex(/^[0-9a-f]{64}$/) });

const tables = { media: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] };

/** What a confirmation came to; `act`: id of its record in the audit trail, absent when there was nothing left to write. */
export interface ImportDone {
  counts: ImportPreview['counts'];
  act?: string;
  /** The proposal that waits for a second person, where zones need one. */
  waits?: string;
}

export function importRoutes(context: ApiContext): Route[] {
  const { store, room, tableWorker = new URL('./registry-table.js', import.meta.url) } = context;
  const thread = new BoundedThread<Uint8Array, RawTable | TableFault>(tableWorker, READING, tooDemanding);
  const limiter = searchLimit();
  const prepared = async (table: ImportTable, request: Request, asked: z.infer<typeof query>): Promise<Prepared> => {
    const bytes: unknown = request.body;
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw invalidBody('.', { vi: 'rỗng', en: 'it is empty' });
    const raw = await thread.run(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { name: asked.name, bytes: bytes.length, sha256 };
    const choice = choiceOf(table, asked.columns);
    const planned = await planner(store, table, asked);
    return await prepareImport({ table, file, raw, ...(choice && { choice }) }, planned);
  };
  return importTables.flatMap((table): Route[] => [
    {
      method: 'post',
      path: `/imports/${table}/preview`,
      access: permissionFor[table],
      contract: {
        vi: `Xem trước tệp nhập (${table}), chưa ghi gì`,
        en: `Previews a table to import (${table}); nothing is written`,
        query,
        body: tables,
        gives: { 200: importPreview },
        fails: ['import-unreadable'],
      },
      limiter,
      body: registryFileBody,
      async handle(request, response) {
        response.json((await prepared(table, request, checked(query, request.query))).preview);
      },
    },
    {
      method: 'post',
      path: `/imports/${table}/confirm`,
      access: permissionFor[table],
      contract: {
        vi: `Nhập tệp như đã xem trước (${table})`,
        en: `Imports a table as it was previewed (${table})`,
        query: confirmation,
        body: tables,
        gives: { 200: importDone },
        fails: ['import-unreadable', 'import-changed'],
      },
      limiter,
      body: registryFileBody,
      async handle(request, response) {
        const asked = checked(confirmation, request.query);
        const { preview, entries, ports } = await prepared(table, request, asked);
        const { counts, file } = preview;
        // Asked for again after its answer was lost: all of it is there already.
        if (counts.new + counts.changed === 0) {
          response.json({ counts } satisfies ImportDone);
          return;
        }
        if (preview.plan !== asked.plan) throw new HaidangError('import-changed');
        if (ports) await refuseAccusingPorts(store, ports);
        const entry: ImportEntry = { type: 'import', table, file, counts, by: actor(response), entries, ports };
        const position = await room.act(entry);
        const act = `a${String(position).padStart(16, '0')}`;
        const waits = table === 'ports' ? (await store.proposal(proposalIdOf(position)))?.id : undefined;
        response.json({ counts, act, ...(waits !== undefined && { waits }) } satisfies ImportDone);
      },
    },
  ]);
}

async function planner(store: Store, table: ImportTable, { name, owes }: z.infer<typeof query>) {
  const zones = await readZones(store);
  if (table === 'ports') {
    return (...[rows, columns]: Parameters<Parameters<typeof prepareImport>[1]>) =>
      planPorts(rows, columns, zones, name);
  }
  const known = new Vessels();
  for await (const vessel of store.allVessels()) known.keep(vessel);
  const ports = new PortBook(zones);
  const owesFrom15m = table === 'vessels' && owes === 'yes';
  const portCode = (called: string): string | undefined => ports.codeOf(called);
  return (...[rows, columns]: Parameters<Parameters<typeof prepareImport>[1]>) =>
    planVessels(rows, columns, { table, known, portCode, owesFrom15m });
}

/** Ports are zones, wherever they come from. @throws SpokenError `body-invalid` */
async function refuseAccusingPorts(store: Store, ports: readonly Zone[]): Promise<void> {
  const zones = await readZones(store);
  await refuseAccusingZones(store, await readRules(store), { was: zones, is: withPorts(zones, ports) });
}

/** @throws SpokenError `body-invalid` */
function choiceOf(table: ImportTable, text: string | undefined): ColumnChoice | undefined {
  if (text === undefined) return undefined;
  const refused = invalidBody('columns', { vi: 'không đúng dạng', en: 'it cannot be read' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused;
  }
  const names: readonly string[] = fieldsOf[table];
  const choice = z.record(z.string(), z.int().min(0).max(MOST_COLUMNS)).safeParse(value).data;
  if (!choice || Object.keys(choice).some((field) => !names.includes(field))) throw refused;
  if (new Set(Object.values(choice)).size < Object.keys(choice).length) {
    throw invalidBody('columns', { vi: 'hai mục dùng chung một cột', en: 'two fields share one column' });
  }
  return choice as Partial<Record<ImportField, number>>;
}

function tooDemanding(): HaidangError {
  const why = { vi: 'tệp quá lớn hoặc quá phức tạp', en: 'it is too large or too complex' };
  return new HaidangError('import-unreadable', { why });
}
