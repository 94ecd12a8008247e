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
/** The form stands within three seconds of such a link, five round trips of 300 ms taken off. */
const SIGN_IN_KB = 12;
/** Of what is loaded when a page is first opened; the largest is the page on which zones are drawn, with terra-draw. */
const LATER_KB = 80;

const gzippedKb = (file: string): number => gzipSync(readFileSync(join(WEB, file))).length / KB;

/** What the first script loads for whoever signs in, and what the console loads by itself. */
const FIRST_LOADED = /^(main|MapView)-/;

/** Before anybody has signed in: the page, and the scripts and styles that it names or that are imported before it runs. */
const signInPage = (): string[] => reached(['index.html']);

/** The same, with the program and its map. */
function firstVisit(): string[] {
  const loaded = readdirSync(join(WEB, 'assets')).filter((name) => FIRST_LOADED.test(name) && /\.(js|css)$/.test(name));
  return reached(['index.html', ...loaded.map((name) => `assets/${name}`)]);
}

function reached(from: string[]): string[] {
  const found = new Set(from);
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

  it(`is at most ${SIGN_IN_KB} kB until somebody can sign in`, () => {
    const page = signInPage();
    const total = page.reduce((sum, file) => sum + gzippedKb(file), 0);
    expect(page.filter((file) => file.endsWith('.js'))).to.have.length.at.least(1);
    console.log(`      sign-in ${total.toFixed(1)} kB`);
    expect(total, `until sign-in\n${listed(page)}\n`).to.be.at.most(SIGN_IN_KB);
  });

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
