/**
 * What a first visit loads, gzipped, against its budget: a border guard's link carries 64 kbit/s. Everything else is listed, so that
 * whoever makes a file grow sees which.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';

const WEB = 'dist/web';
const KB = 1000;
const FIRST_VISIT_KB = 150;
/** Of what is loaded when a page is first opened; the largest is the page on which zones are drawn, with terra-draw. */
const LATER_KB = 80;

const gzippedKb = (file: string): number => gzipSync(readFileSync(join(WEB, file))).length / KB;

/** The page itself, and the scripts and styles that it names or its scripts import before they run. */
function firstVisit(): string[] {
  const found = new Set(['index.html']);
  for (const file of found) {
    const text = readFileSync(join(WEB, file), 'utf8');
    const named = file.endsWith('.html')
      ? [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path!)
      : [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)].map(([, name]) => `assets/${name}`);
    for (const path of named) found.add(path);
  }
  return [...found];
}

const listed = (files: string[]): string =>
  files
    .map((file): [string, number] => [file, gzippedKb(file)])
    .sort(([, a], [, b]) => b - a)
    .map(([file, kb]) => `${kb.toFixed(1).padStart(7)} kB  ${file}`)
    .join('\n');

describe('the web bundle', () => {
  const first = firstVisit();
  const later = readdirSync(join(WEB, 'assets'))
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => `assets/${name}`)
    .filter((file) => !first.includes(file));

  it(`is at most ${FIRST_VISIT_KB} kB gzipped on a first visit`, () => {
    const total = first.reduce((sum, file) => sum + gzippedKb(file), 0);
    expect(first.filter((file) => file.endsWith('.css'))).to.have.length.at.least(1);
    console.log(`      first visit ${total.toFixed(1)} kB`);
    expect(total, `the first visit loads\n${listed(first)}\n`).to.be.at.most(FIRST_VISIT_KB);
  });

  it(`loads no more than ${LATER_KB} kB for any page that is opened later`, () => {
    console.log(listed(later).replace(/^/gm, '     '));
    const heavy = later.filter((file) => gzippedKb(file) > LATER_KB);
    expect(heavy, `too heavy:\n${listed(heavy)}\n`).to.deep.equal([]);
  });
});
