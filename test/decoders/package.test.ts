/** `haidang/decoders` as another program uses it: installed, imported by its name, in Node and in a browser, with types. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { openBrowser } from '../browser.ts';
import { vmsVectors } from './vectors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sentence = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\n';
const flux = vmsVectors.find(({ format }) => format === 'FLUX')!.raw;

/** The other program: what it says is the decoded input. */
const program = `
import { createDecoder, toReport, type DecoderSink, type Report } from 'haidang/decoders';
function decode(format: 'nmea' | 'flux', text: string): Report[] {
  const reports: Report[] = [];
  const sink: DecoderSink = {
    message: (message, meta) => { reports.push(toReport(message, meta)); },
    rejected: ({ reason }) => { throw new Error(reason); },
  };
  createDecoder(format, sink).push(new TextEncoder().encode(text), 1_700_000_000_000, true);
  return reports;
}
const reports = [...decode('nmea', ${JSON.stringify(sentence)}), ...decode('flux', ${JSON.stringify(flux)})];
export const said: string = JSON.stringify(reports.map(({ format, mmsi, callsign }) => ({ format, mmsi, callsign })));
`;
const expected = [
  { format: 'ais', mmsi: 258442000 },
  { format: 'flux', callsign: 'IRCS' },
];

describe('haidang/decoders', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'haidang-package-'));

  before(() => {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'haidang'), 'dir');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'program.ts'), program);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is one file that imports nothing', () => {
    const text = readFileSync(join(root, 'dist/decoders.js'), 'utf8');
    expect(text).not.to.match(/^\s*(?:import|export)\b[^;]*\bfrom\b/m);
    expect(text).not.to.match(/\bimport\(|\bprocess\.|\bBuffer\b/);
  });

  it('has types that a strict program compiles with', () => {
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), ...options, '--types', '', 'program.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(stdout).to.equal('');
    expect(status).to.equal(0);
  });

  it('decodes in Node', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, 'program.ts')],
      bundle: true,
      packages: 'external',
      format: 'esm',
      write: false,
    });
    writeFileSync(join(folder, 'program.js'), `${outputFiles[0]!.text}\nconsole.log(said);`);
    const { stdout, stderr } = spawnSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(JSON.parse(stdout)).to.deep.equal(expected);
  });

  it('decodes in a browser', async function () {
    const browser = await openBrowser(this);
    try {
      const { outputFiles } = await build({
        entryPoints: [join(folder, 'program.ts')],
        bundle: true,
        format: 'iife',
        globalName: 'program',
        platform: 'browser',
        write: false,
      });
      const page = await browser.newPage();
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await page.addScriptTag({ content: outputFiles[0]!.text });
      const said = await page.evaluate<string>('program.said');
      expect(errors).to.deep.equal([]);
      expect(JSON.parse(said)).to.deep.equal(expected);
    } finally {
      await browser.close();
    }
  });
});
