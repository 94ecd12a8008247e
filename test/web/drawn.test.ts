/** What the map draws, pixel by pixel, in a real browser: the parts of the map on a page of their own. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { mainTextPx } from '../../web/wall/settings.ts';
import { openBrowser } from '../browser.ts';

declare const scenes: typeof import('./map-scenes.ts');

/** All that a tile server or a permalink may ask for; the map itself offers 3 to 16. */
const ZOOMS = Array.from({ length: 16 }, (_, n) => n + 3);
const SECONDS = 10;
const SCREENS = [
  [1366, 768],
  [1920, 1080],
  [1920, 1200],
  [2560, 1080],
  [3840, 2160],
] as const;
/** Of one wall, beside and above each other. */
const SPANS = [
  [1, 1],
  [2, 1],
  [1, 2],
  [3, 2],
  [4, 4],
] as const;

describe('the map draws', () => {
  let browser: Browser;
  let page: Page;
  let script = '';

  before(async function () {
    browser = await openBrowser(this);
    const bundle = await rolldown({ input: 'test/web/map-scenes.ts', platform: 'browser', logLevel: 'silent' });
    const { output } = await bundle.generate({ format: 'iife', name: 'scenes' });
    script = output[0].code;
    await bundle.close();
    page = await newPage('no-preference');
    await page.addScriptTag({ content: script });
  });

  after(() => browser?.close());

  async function newPage(reducedMotion: 'reduce' | 'no-preference'): Promise<Page> {
    const made = await browser.newPage({ viewport: { width: 800, height: 600 }, reducedMotion });
    await made.setContent('<!doctype html><div id="map" style="width:800px;height:600px"></div>');
    const styles = readdirSync('dist/web/assets').filter((name) => name.endsWith('.css'));
    // A style of its own weight that moves, before the product's.
    const moving = '.moving { transition: opacity 3s; animation: turn 3s infinite }';
    const sheets = styles.map((name) => readFileSync(`dist/web/assets/${name}`, 'utf8'));
    await made.addStyleTag({ content: [moving, ...sheets].join('\n') });
    return made;
  }

  it('whom nobody has heard of any more with a cross, and no other', async () => {
    expect(await page.evaluate(() => scenes.crossEnds())).to.deep.equal([
      [0, 0],
      [0, 0],
      [4, 4],
    ]);
  });

  it('the name of an island over plain vessels, and over no alarmed one even where those are on every side', async () => {
    const { plain, alarmed } = await page.evaluate(() => scenes.coveredByIslandName());
    expect(plain).to.be.above(100);
    expect(alarmed).to.equal(0);
  });

  it('an estimated position as a hollow triangle of dashes, at the end of a dashed line', async () => {
    const { lineShare, tip, isFilled, rows } = await page.evaluate(() => scenes.ghost());
    expect(lineShare, 'of the line').to.be.within(0.2, 0.7);
    // 6 nm are 75.2 pixels on; the apex is 8 further.
    expect(tip).to.be.within(181, 185);
    expect(isFilled).to.equal(false);
    expect(rows, 'that it reaches over').to.be.within(7, 12);
  });

  it('a gap of a track in dashes with how long it lasted, and what was seen without a break', async () => {
    const { seen, gap, words, middle } = await page.evaluate(() => scenes.gap());
    expect(Math.min(...seen), 'of what was seen').to.equal(1);
    expect(gap, 'of the gap').to.be.within(0.15, 0.7);
    expect(words).to.include(`7 h at ${middle}`);
  });

  it('the names of both archipelagos at every zoom, wherever of them one looks', async () => {
    expect(await page.evaluate((zooms) => scenes.unnamedPlaces(zooms), ZOOMS)).to.deep.equal([]);
  });

  /** What is seen of an alarm that waits, in ten seconds of the page's own clock. */
  async function flashes(made: Page): Promise<{ changes: number; isShown: boolean }> {
    await made.clock.install();
    await made.addScriptTag({ content: script });
    const seen = await made.evaluateHandle(() => scenes.waiting());
    await made.clock.runFor(SECONDS * 1000);
    return seen.evaluate((one) => ({ changes: one.changes, isShown: one.isShown() }));
  }

  it('what waits so that it flashes, never more than twice a second', async () => {
    const { changes } = await flashes(await newPage('no-preference'));
    // On and off again is one flash.
    expect(changes / 2 / SECONDS, 'Hz').to.be.within(0.5, 2);
    expect(await page.evaluate(() => scenes.styledFlashHz('.moving')), 'Hz by styles alone').to.be.at.most(2);
  });

  it('nothing that moves for whoever wants less motion: what waits stands, the map does not fly', async () => {
    const calm = await newPage('reduce');
    expect(await flashes(calm)).to.deep.equal({ changes: 0, isShown: true });
    expect(await calm.evaluate(() => scenes.afterTakeOff())).to.be.closeTo(10, 1e-6);
    expect(await page.evaluate(() => scenes.afterTakeOff())).to.be.closeTo(15, 0.1);
    expect(await calm.evaluate(() => scenes.motion())).to.deep.equal({ transition: '0s', animation: 'none' });
    expect(await page.evaluate(() => scenes.motion())).to.deep.equal({ transition: '3s', animation: 'turn' });
  });

  it('the map of a wall on 60 to 70 % of it, whatever its screens, however many, and from wherever it is read', async () => {
    const walls = SCREENS.flatMap(([width, height]) =>
      SPANS.flatMap(([columns, rows]) =>
        [1, 3, 6, 12, 30].map((distanceM) => {
          const { px } = mainTextPx({ distanceM, diagonalIn: 55 }, width, height);
          return { width: width * columns, height: height * rows, px, distanceM };
        }),
      ),
    );
    const shares = await page.evaluate(
      (all) => all.map(({ width, height, px }) => scenes.wallMapShare(width, height, px)),
      walls,
    );
    for (const [n, share] of shares.entries()) expect(share, JSON.stringify(walls[n])).to.be.within(0.6, 0.7);
  });
});
