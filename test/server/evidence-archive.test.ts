/** An evidence archive, from the running product to the other side that verifies it: what it holds, what it gives away, what an altered byte does. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unzipSync, zipSync } from 'fflate';
import { checkAgainstJournal } from '../../server/evidence/archive/check-journal.ts';
import { type Verdict, verifyArchive } from '../../server/evidence/archive/verify-archive.ts';
import { sentence } from '../../server/evidence/archive/verify-words.ts';
import { readZip } from '../../server/evidence/archive/zip-reader.ts';
import type { Act } from '../../server/models/entry.ts';
import { haidang } from '../product.ts';
import { closedZones, noEntry } from './api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi, until } from './api-product.ts';

const MINUTE = 60_000;
const OURS = 'QNa-91234-TS';
const OTHER = 'NA-90123-TS';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const says = (verdict: Verdict, start: string): boolean => verdict.proven.some(({ en }) => en.includes(start));

describe('an evidence archive', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'haidang-archive-'));
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 300 * MINUTE;
  let api: ApiProduct;
  let cookie = '';
  let caseId = '';
  let vesselId = '';
  let archive: Buffer;
  let response: Response;

  const get = (path: string): Promise<Response> => api.fetch(`/api/v1${path}`, { headers: { cookie } });
  const fileOf = (zip: Uint8Array, name: string): string => Buffer.from(unzipSync(zip)[name]!).toString();

  before(async () => {
    api = await startApi();
    cookie = await api.signIn('admin');
    const send = (method: string, path: string, body: unknown): Promise<Response> =>
      api.fetch(`/api/v1${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await send('PUT', '/settings/zones', closedZones);
    await send('PUT', '/settings/rules', [noEntry]);
    await send('POST', '/vessels', [{ registration: OURS, owner: '=Nguyễn Văn Đức', lengthM: 17.5 }]);
    const authorization = `Bearer ${api.context.accounts.createKey('VNPT', ['positions:write'])}`;
    for (const [minute, lon] of [
      [0, 107.8],
      [30, 107.9],
      [60, 108.2],
    ] as const) {
      const time = start + minute * MINUTE;
      const body = [nafRecord(OTHER, 17.123, lon, time), nafRecord(OURS, 15.5, lon, time)].join(minute ? '\n' : '');
      await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization }, body });
    }
    await until(async () => {
      const { alerts } = (await (await get('/alerts')).json()) as {
        alerts: { caseId: string; occurrence: { vesselId: string } }[];
      };
      caseId = alerts[0]?.caseId ?? '';
      vesselId = alerts[0]?.occurrence.vesselId ?? '';
      return caseId !== '';
    });
    await api.fetch(`/api/v1/cases/${caseId}/files?name=${encodeURIComponent('ảnh.png')}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'image/png' },
      body: png,
    });
    response = await get(`/cases/${caseId}/evidence.zip`);
    expect(response.status, response.status === 200 ? '' : await response.clone().text()).to.equal(200);
    archive = Buffer.from(await response.arrayBuffer());
  });
  after(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the case with everything that belongs to it', () => {
    const names = Object.keys(unzipSync(archive));
    expect(names).to.include.members(['README.txt', 'case.pdf', 'track/track.kml', 'raw/records.ndjson', 'SHA256SUMS']);
    expect(names.filter((name) => name.startsWith('attachments/'))).to.deep.equal([
      `attachments/${createHash('sha256').update(png).digest('hex')}.png`,
    ]);
    expect(fileOf(archive, 'timeline.csv')).to.contain('system');
    expect(fileOf(archive, 'alerts.json')).to.contain('"ruleVersion": 1');
    expect(JSON.parse(fileOf(archive, 'rules.json'))[0]).to.deep.include({ id: 'no-entry', params: { confirm: 1 } });
    expect(JSON.parse(fileOf(archive, 'rule-revisions.json'))[0]).to.deep.include({ changedBy: 'admin' });
    expect(fileOf(archive, 'track/track.csv').split('\r\n')).to.have.length(5);
    expect(fileOf(archive, 'README.txt')).to.contain('DEMO');
  });

  it('is proven by itself: whole, and every fix out of its raw bytes', () => {
    const verdict = verifyArchive(archive);
    expect(verdict.faults).to.deep.equal([]);
    expect(says(verdict, '3 of 3 fixes come out'), JSON.stringify(verdict.proven)).to.equal(true);
    expect(says(verdict, 'The archive is whole')).to.equal(true);
    expect(says(verdict, '1 alerts rest on fixes')).to.equal(true);
    expect(says(verdict, '1 alerts come with the rule')).to.equal(true);
    expect(verdict.notProven.map(({ en }) => en)).to.include(sentence('truth').en);
  });

  describe('signed by its issuer', () => {
    const pair = generateKeyPairSync('ed25519');
    const signer = 'Chi cục Thủy sản Đà Nẵng';
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const faultsOf = (zip: Buffer, key?: string): string => JSON.stringify(verifyArchive(zip, key).faults);
    let signed: Buffer;

    before(async () => {
      const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      Object.assign(api.context.config, { evidenceSigner: { name: signer, key } });
      signed = Buffer.from(await (await get(`/cases/${caseId}/evidence.zip`)).arrayBuffer());
      Object.assign(api.context.config, { evidenceSigner: undefined });
    });

    it('is so proven to whoever has the key, and told with the key’s hash to whoever has not', () => {
      const { signature, faults, notProven } = verifyArchive(signed);
      const key = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
      expect(faults).to.deep.equal([]);
      expect(signature).to.deep.equal({ signer, key });
      expect(notProven.some(({ en }) => en.includes(key) && en.includes(signer))).to.equal(true);
      const known = verifyArchive(signed, publicKey);
      expect(known.faults).to.deep.equal([]);
      expect(says(known, `signed by “${signer}”`), JSON.stringify(known.proven)).to.equal(true);
    });

    it('is seen through where another name, another manifest or another key stands, or nothing', () => {
      expect(faultsOf(signed, other)).to.contain('another key');
      expect(faultsOf(archive, publicKey)).to.contain('missing');
      const kept = unzipSync(signed);
      const word = JSON.parse(fileOf(signed, 'manifest.sig.json')) as Record<string, string>;
      const repacked = (change: Record<string, string>): string => {
        const altered = Buffer.from(JSON.stringify({ ...word, ...change }));
        const { faults } = verifyArchive(Buffer.from(zipSync({ ...kept, 'manifest.sig.json': altered })));
        return JSON.stringify(faults);
      };
      const wrong = 'the signature is not one of this manifest';
      expect(repacked({})).not.to.contain(wrong);
      expect(repacked({ signer: 'Chi cục khác' })).to.contain(wrong);
      expect(repacked({ publicKey: other })).to.contain(wrong);
      expect(repacked({ signature: word.publicKey! })).to.contain(wrong);
      const manifest = Buffer.from(fileOf(signed, 'manifest.json').replace('"demo": true', '"demo": false'));
      const { faults } = verifyArchive(Buffer.from(zipSync({ ...kept, 'manifest.json': manifest })));
      expect(JSON.stringify(faults)).to.contain(wrong);
    });

    it('is checked by the command with a key from a file, which has to be one', () => {
      const [zip, key, secret] = ['signed.zip', 'public.pem', 'rsa.pem'].map((name) => join(folder, name)) as [
        ...[string, string, string],
      ];
      writeFileSync(zip, signed);
      writeFileSync(key, pair.publicKey.export({ type: 'spki', format: 'pem' }));
      const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
      writeFileSync(secret, rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const { code, out } = haidang(['verify', zip, '--key', key]);
      expect(code, out).to.equal(0);
      expect(out).to.contain(`“${signer}”`).and.contain('VERDICT: nothing was altered');
      expect(haidang(['verify', zip, '--key', secret])).to.include({ code: 2 });
      const config = join(folder, 'signer.json');
      writeFileSync(config, JSON.stringify({ evidence: { signingKey: secret, signer } }));
      const start = haidang(['serve', '--no-demo', '--data', join(folder, 'x'), '--port', '0', '--config', config]);
      expect(start.code).to.equal(2);
      expect(start.err).to.contain('no Ed25519 key');
    });
  });

  it('gives away nothing of the boat that came in the same delivery', () => {
    for (const [name, bytes] of Object.entries(unzipSync(archive))) {
      if (name === 'case.pdf') continue;
      expect(Buffer.from(bytes).includes(OTHER), name).to.equal(false);
      expect(Buffer.from(bytes).includes('17.123'), name).to.equal(false);
    }
  });

  it('is on record, with the hash by which it is known again, before anybody has it', async () => {
    const hash = createHash('sha256').update(fileOf(archive, 'manifest.json')).digest('hex');
    expect(response.headers.get('x-manifest-sha256')).to.equal(hash);
    let acts: Act[] = [];
    await until(async () => {
      acts = ((await (await get('/acts?kind=exported')).json()) as { acts: Act[] }).acts;
      return acts.length > 0;
    });
    expect(acts[0]).to.deep.include({ by: 'admin', subject: 'evidence' });
    expect(acts[0]!.details).to.include({ caseId, vesselId, manifest: hash, rows: 3 });
    expect(readdirSync(join(api.context.dataFolder, 'exports'))).to.deep.equal([]);
  });

  it('agrees with the journal that it came from, and with no other', async () => {
    const journal = join(api.context.dataFolder, 'journal');
    const verdict = verifyArchive(archive);
    expect(checkAgainstJournal(verdict, journal)).to.deep.equal([]);
    const [first, ...rest] = verdict.records;
    const moved = { ...verdict, records: [{ ...first!, receivedAt: first!.receivedAt + 1 }, ...rest] };
    expect(checkAgainstJournal(moved, journal)[0]!.en).to.contain(`Record ${first!.position}`);
  });

  it('is verified by a command that needs nothing but the file', () => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, archive);
    const sound = haidang(['verify', path]);
    expect(sound.code, sound.err).to.equal(0);
    expect(sound.out).to.contain('3 trong 3 vị trí được giải mã lại').and.to.contain('nothing was altered');
    const withJournal = haidang(['verify', path, '--data', api.context.dataFolder, '--json']);
    expect(withJournal.code, withJournal.err).to.equal(0);
    expect(JSON.parse(withJournal.out).proven.at(-1).en).to.contain('stands at its place in the journal');
    const altered = Buffer.from(archive);
    altered[altered.length >> 1]! ^= 1;
    writeFileSync(path, altered);
    const found = haidang(['verify', path]);
    expect(found.code).to.equal(1);
    expect(found.out).to.contain('hồ sơ ĐÃ BỊ THAY ĐỔI');
    expect(haidang(['verify', join(folder, 'none.zip')])).to.include({ code: 2 });
    expect(haidang(['verify']).code).to.equal(2);
    expect(haidang(['verify', 'package.json']).code).to.equal(1);
  });

  it('shows one flipped byte anywhere, and says in which file', () => {
    const { entries } = readZip(archive);
    const areaOf = (at: number): string | undefined => entries.findLast((entry) => entry.at <= at)?.name;
    const directory = archive.indexOf(Buffer.from('PK\x01\x02', 'latin1'), entries.at(-1)!.at);
    const ends = entries.flatMap(({ at }, index) => [at, at + 1, (entries[index + 1]?.at ?? directory + 60) - 40]);
    const spread = Array.from({ length: 150 }, (_, i) => Math.floor((i * archive.length) / 150));
    for (const at of new Set([...ends, ...spread, archive.length - 1])) {
      const altered = Buffer.from(archive);
      altered[at]! ^= 0x10;
      const said = verifyArchive(altered)
        .faults.map(({ en }) => en)
        .join('\n');
      const bytes = [...said.matchAll(/byte (\d+)/gi)].map((match) => Number(match[1]));
      const isNear = bytes.some((one) => Math.abs(one - at) < 64);
      expect(said.includes(`“${areaOf(at)}”`) || isNear, `byte ${at} in ${areaOf(at)}: ${said}`).to.equal(true);
    }
  });

  it('is not saved by a new manifest: what was forged no longer comes out of the raw bytes', () => {
    const all = unzipSync(archive);
    const forged = fileOf(archive, 'track/fixes.ndjson').replace('"lon":108.2', '"lon":107.7');
    const verdict = verifyArchive(reissued({ ...all, 'track/fixes.ndjson': Buffer.from(forged) }));
    const said = verdict.faults.map(({ en }) => en);
    expect(
      said.some((one) => one.includes('decoded again, do not give it')),
      said.join('\n'),
    ).to.equal(true);
    const foreign = fileOf(archive, 'vessel.json')
      .replaceAll('QNA91234TS', 'QNA91235TS')
      .replaceAll('qna91234ts', 'qna91235ts');
    const other = verifyArchive(reissued({ ...all, 'vessel.json': Buffer.from(foreign) })).faults;
    expect(
      other.some(({ en }) => en.includes('none of this vessel’s identities')),
      JSON.stringify(other),
    ).to.equal(true);
  });

  it('has the rule with the parameters that held when the alert was found, whatever they are now', async () => {
    const put = (version: number, confirm: number): Promise<Response> =>
      api.fetch('/api/v1/settings/rules', {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify([{ ...noEntry, version, params: { confirm } }]),
      });
    expect((await put(2, 3)).status).to.equal(200);
    expect((await put(3, 5)).status).to.equal(200);
    const later = Buffer.from(await (await get(`/cases/${caseId}/evidence.zip`)).arrayBuffer());
    const verdict = verifyArchive(later);
    expect(verdict.faults).to.deep.equal([]);
    const revisions = JSON.parse(fileOf(later, 'rule-revisions.json')) as {
      alerts: string[];
      rules: { params: unknown }[];
    }[];
    const alerts = JSON.parse(fileOf(later, 'alerts.json')) as { id: string; occurrence: { ruleVersion: number } }[];
    for (const { id, occurrence } of alerts) {
      const [rule] = revisions.find((one) => one.alerts.includes(id))?.rules ?? [];
      expect(rule?.params, `version ${occurrence.ruleVersion}`).to.deep.equal({
        confirm: 2 * occurrence.ruleVersion - 1,
      });
    }
    const zonesNow = structuredClone(closedZones);
    for (const zone of zonesNow.features) Object.assign(zone.properties, { name: 'Đã đổi', version: 9 });
    const changed = await api.fetch('/api/v1/settings/zones', {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(zonesNow),
    });
    expect(changed.status).to.equal(200);
    const last = Buffer.from(await (await get(`/cases/${caseId}/evidence.zip`)).arrayBuffer());
    expect(fileOf(last, 'zones.geojson')).to.contain('"version": 1').and.not.contain('Đã đổi');
    expect(says(verifyArchive(last), 'in the shape that held')).to.equal(true);
    const moved = fileOf(last, 'zones.geojson').replace('"version": 1', '"version": 9');
    const wrong = verifyArchive(reissued({ ...unzipSync(last), 'zones.geojson': Buffer.from(moved) })).faults;
    expect(JSON.stringify(wrong)).to.contain('the zone closed');
    const forged = fileOf(later, 'rule-revisions.json');
    const other = forged.replace('"kind": "zone-enter"', '"kind": "zone-enter", "version": 7');
    const said = verifyArchive(reissued({ ...unzipSync(later), 'rule-revisions.json': Buffer.from(other) })).faults;
    expect(
      said.some(({ en }) => en.includes('is not of the version')),
      JSON.stringify(said),
    ).to.equal(true);
  });

  it('says which attached files are gone, and why none can be made where the disk does not take it', async () => {
    const sha256 = createHash('sha256').update(png).digest('hex');
    rmSync(join(api.context.dataFolder, 'files', sha256.slice(0, 2), sha256));
    const without = Buffer.from(await (await get(`/cases/${caseId}/evidence.zip`)).arrayBuffer());
    const verdict = verifyArchive(without);
    expect(verdict.faults).to.deep.equal([]);
    expect(verdict.notProven.map(({ en }) => en)).to.include(sentence('attachmentsGone', { n: 1 }).en);
    const exports = join(api.context.dataFolder, 'exports');
    rmSync(exports, { recursive: true });
    writeFileSync(exports, '');
    const refused = await get(`/cases/${caseId}/evidence.zip`);
    expect(refused.status).to.equal(500);
    const { error } = (await refused.json()) as { error: { code: string; vi: string } };
    expect(error.code).to.equal('data-folder');
    expect(error.vi).to.contain('exports');
    rmSync(exports);
  });

  it('is made of a vessel and a span as well, within bounds and for those who may', async () => {
    const span = `from=${start + 10 * MINUTE}&to=${start + 35 * MINUTE}`;
    const answer = await get(`/vessels/${vesselId}/evidence.zip?${span}`);
    expect(answer.status).to.equal(200);
    const verdict = verifyArchive(Buffer.from(await answer.arrayBuffer()));
    expect(verdict.faults).to.deep.equal([]);
    expect(verdict.manifest!.counts).to.include({ fixes: 1, fixesWithRaw: 1, alerts: 0 });
    expect((await get(`/vessels/none/evidence.zip?${span}`)).status).to.equal(404);
    expect((await get(`/vessels/${vesselId}/evidence.zip`)).status).to.equal(400);
    expect((await get(`/vessels/${vesselId}/evidence.zip?from=2&to=1`)).status).to.equal(400);
    expect((await api.fetch(`/api/v1/vessels/${vesselId}/evidence.zip?${span}`)).status).to.equal(401);
  });

  /** As a forger would: all hashes made anew. */
  function reissued(all: Record<string, Uint8Array>): Buffer {
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    const manifest = JSON.parse(Buffer.from(all['manifest.json']!).toString()) as {
      files: { name: string; bytes: number; sha256: string }[];
    };
    for (const one of manifest.files)
      Object.assign(one, { bytes: all[one.name]!.length, sha256: hash(all[one.name]!) });
    const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
    const sums = [
      ...manifest.files.map(({ name, sha256 }) => `${sha256}  ${name}\n`),
      `${hash(text)}  manifest.json\n`,
    ];
    return Buffer.from(zipSync({ ...all, 'manifest.json': text, SHA256SUMS: Buffer.from(sums.join('')) }));
  }
});
