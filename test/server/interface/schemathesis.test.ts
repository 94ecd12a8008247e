/** The running interface, asked by schemathesis what its own document allows and what it does not: no failure of ours, no answer untold. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { permissions } from '../../../server/auth/permissions.ts';
import type { Alert } from '../../../server/models/alert.ts';
import { closedZones, noEntry } from '../api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi, until } from '../api-product.ts';

const MINUTE = 60_000;
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
const isThere = spawnSync('schemathesis', ['--version']).status === 0;

describe('the interface, asked by schemathesis', () => {
  let api: ApiProduct;
  let key: string;
  let known: Record<string, string[]>;

  before(async function () {
    if (!isThere) this.skip();
    api = await startApi(undefined, {
      trustedProxies: 1,
      zoneCheckWorker: new URL('../api-zone-check-worker.mjs', import.meta.url),
      tableWorker: new URL('../api-table-worker.mjs', import.meta.url),
    });
    key = `Bearer ${api.context.accounts.createKey('khóa mà không câu hỏi nào thu hồi', permissions)}`;
    known = await somethingToAskAbout();
  });
  after(async () => {
    if (isThere) await api.close();
  });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = {
      authorization: key,
      'content-type': typeof body === 'string' ? 'text/plain' : 'application/json',
    };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await api.fetch(`/api/v1${path}`, { method, headers, ...sent });
    expect(answer.status, `${method} ${path}`).to.be.oneOf([200, 201]);
    return (await answer.json()) as T;
  }

  /** A boat with a track, an alert and a case. */
  async function somethingToAskAbout(): Promise<Record<string, string[]>> {
    await call('PUT', '/settings/zones', closedZones);
    await call('PUT', '/settings/rules', [noEntry]);
    const start = Date.now() - 60 * MINUTE;
    const records = [107.9, 108.2].map((lon, at) => nafRecord('QNa-91111-TS', 15.5, lon, start + at * 30 * MINUTE));
    await call('POST', '/positions/naf', records.join('\n'));
    let alerts: Alert[] = [];
    await until(async () => {
      ({ alerts } = await call<{ alerts: Alert[] }>('GET', '/alerts'));
      return alerts.length === 1;
    });
    const [{ id, caseId, occurrence }] = alerts as [Alert];
    return { '/vessels': [occurrence.vesselId], '/alerts': [id], '/cases': [caseId], '/users': ['viewer'] };
  }

  /** What it found; empty: nothing. */
  async function run(...options: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-schemathesis-'));
    const shared = [
      `--checks=${checks.join(',')}`,
      '--seed=1',
      '--phases=fuzzing',
      '--suppress-health-check=all',
      '--workers=1',
      '--exclude-path=/stream',
      '--request-timeout=60',
      '--no-color',
      '--warnings=off',
    ];
    const hooks = new URL('./schemathesis_hooks.py', import.meta.url).pathname;
    const child = spawn(
      'schemathesis',
      ['run', `${api.url}/api/v1/openapi.json`, `--header=Authorization:${key}`, ...shared, ...options],
      { cwd: folder, env: { ...process.env, SCHEMATHESIS_HOOKS: hooks, HAIDANG_KNOWN_IDS: JSON.stringify(known) } },
    );
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        said += data.toString();
      });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    rmSync(folder, { recursive: true, force: true });
    const [, selected, total] = /(\d+) selected \/ (\d+) total/.exec(said) ?? [];
    // All but the stream, which has no end.
    expect(Number(total) - Number(selected), said).to.equal(1);
    await call('GET', '/status');
    return code === 0 ? '' : said;
  }

  for (const [mode, examples] of [
    ['positive', 5],
    ['negative', 10],
  ] as const)
    it(`answers ${mode === 'positive' ? 'what its document allows' : 'what it does not allow'} as the document says`, async function () {
      this.timeout(0);
      expect(await run(`--mode=${mode}`, `--max-examples=${examples}`)).to.equal('');
      expect(api.errors).to.deep.equal([]);
    });
});
