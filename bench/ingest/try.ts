import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.ts';
const folder = mkdtempSync(join(tmpdir(), 'ib-'));
const [vessels, rates, seconds, prof] = process.argv.slice(2);
try {
  const r = await measure(folder, { vessels: Number(vessels), zones: 1000, seconds: Number(seconds), rates: rates!.split(',').map(Number), nodeOptions: prof ? ['--cpu-prof', `--cpu-prof-dir=${prof}`] : [] }, { http: 18080, tcp: 18081 }, (w) => console.error(new Date().toISOString().slice(11, 19), w));
  console.log(JSON.stringify(r, null, 1));
} finally { if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true }); }
