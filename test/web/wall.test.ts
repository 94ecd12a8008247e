import { expect } from 'chai';
import fc from 'fast-check';
import { ruleKinds } from '../../geofences/rules/index.ts';
import type { Alert } from '../../server/models/alert.ts';
import { setLanguage } from '../../web/i18n/t.ts';
import { HOLD_MS, preempting, sceneAt, staleBecause } from '../../web/wall/scenes.ts';
import { mainTextPx, wallSettings } from '../../web/wall/settings.ts';
import { MOST_LETTERS, shortKind } from '../../web/wall/short-kind.ts';
import { sparkPath } from '../../web/wall/spark.ts';
import { orbitAt, programOf, wantsReload } from '../../web/wall/upkeep.ts';

const HOUR = 3_600_000;

function alert(id: string, priority: number, detectedAt: number, state = 'unacknowledged'): Alert {
  return { id, caseId: 'c', detectedAt, occurrence: { priority }, response: { state } } as unknown as Alert;
}

describe('the wall’s settings', () => {
  it('size text by distance, diagonal and resolution, as ui.md §4 works out', () => {
    // 6 m: 34.8 mm of capital; 55″ at 1920 × 1080 has 1.577 px a millimetre.
    expect(mainTextPx({ distanceM: 6, diagonalIn: 55 }, 1920, 1080).px).to.be.closeTo(76.2, 1);
    expect(mainTextPx({ distanceM: 6, diagonalIn: 55 }, 3840, 2160).px).to.be.closeTo(152.4, 2);
    expect(mainTextPx({ distanceM: 3, diagonalIn: 55 }, 1920, 1080).px).to.be.closeTo(38.1, 0.5);
    expect(mainTextPx({ distanceM: 6, diagonalIn: 55 }, 1920, 1080).fits).to.equal(true);
    expect(mainTextPx({ distanceM: 12, diagonalIn: 55 }, 1920, 1080).fits).to.equal(false);
  });

  it('take what makes no sense for nothing', () => {
    const usual = wallSettings('');
    expect(wallSettings('?d=far&diag=-1&tile=3,0,2,1&lang=fr&scenes=x:y&box=1,2&palette=x')).to.deep.equal(usual);
    expect(wallSettings('tile=1,0,2,1').tile).to.deep.equal({ column: 1, row: 0, columns: 2, rows: 1 });
    expect(wallSettings('tile=0,0,9,9').tile.columns).to.equal(1);
    fc.assert(
      fc.property(fc.string(), fc.string(), (d, tile) => {
        const made = wallSettings(new URLSearchParams({ d, tile, box: tile, scenes: d }).toString());
        expect(made.distanceM).to.be.within(0.5, 30);
        expect(made.tile.column).to.be.lessThan(made.tile.columns);
        expect(made.scenes.length).to.be.greaterThan(0);
      }),
    );
  });
});

describe('the wall’s scenes', () => {
  it('take turns by the clock, alike on every screen', () => {
    const { scenes } = wallSettings('scenes=overview:60,fleet:20');
    expect(sceneAt(scenes, 0)).to.equal('overview');
    expect(sceneAt(scenes, 59_999)).to.equal('overview');
    expect(sceneAt(scenes, 60_000)).to.equal('fleet');
    expect(sceneAt(scenes, 80_000)).to.equal('overview');
  });

  it('give way to the newest most urgent alert until it is taken up or has had its two minutes', () => {
    const all = [alert('a', 1, 1000), alert('b', 1, 2000), alert('c', 2, 9000), alert('d', 1, 8000, 'acknowledged')];
    expect(preempting(all, 10_000)?.id).to.equal('b');
    expect(preempting(all, 2000 + HOLD_MS - 1)?.id).to.equal('b');
    expect(preempting(all, 2000 + HOLD_MS)).to.equal(undefined);
  });

  it('are old when the line, the store or every feed is gone', () => {
    const good = { isLive: true, silentMs: 1000, feedsBad: false, storeAway: false };
    expect(staleBecause(good)).to.equal(undefined);
    expect(staleBecause({ ...good, silentMs: 7000 })).to.equal('line');
    expect(staleBecause({ ...good, isLive: false })).to.equal('line');
    expect(staleBecause({ ...good, storeAway: true })).to.equal('store');
    expect(staleBecause({ ...good, feedsBad: true })).to.equal('feeds');
  });
});

describe('the wall’s upkeep', () => {
  it('loads a new program and, at four in the morning, itself, but never while something urgent is shown', () => {
    const day = Date.UTC(2026, 10, 24);
    const known = { now: day + 12 * HOUR, openedAt: day, isUrgent: false, isNewProgram: false };
    expect(wantsReload(known)).to.equal(false);
    expect(wantsReload({ ...known, isNewProgram: true })).to.equal(true);
    expect(wantsReload({ ...known, isNewProgram: true, isUrgent: true })).to.equal(false);
    const four = day + 21.5 * HOUR;
    expect(wantsReload({ ...known, now: four })).to.equal(true);
    expect(wantsReload({ ...known, now: four, openedAt: four - HOUR })).to.equal(false);
  });

  it('knows a program by its main script, and moves the picture by one pixel at most', () => {
    expect(programOf('<script type="module" crossorigin src="/assets/index-5gr2EzID.js"></script>')).to.equal(
      '/assets/index-5gr2EzID.js',
    );
    for (let minute = 0; minute < 10; minute++)
      for (const shift of orbitAt(minute * 60_000)) expect(shift).to.be.within(0, 1);
  });

  it('leaves a gap in a line where nobody knows', () => {
    expect(sparkPath([1, 2, null, 4]).match(/M/g)).to.have.length(2);
    expect(sparkPath([null, null])).to.equal('');
  });
});

describe('a row of the wall', () => {
  after(() => setLanguage('vi', 'shown'));
  for (const language of ['vi', 'en'] as const) {
    it(`has room for what every kind of alert is called (${language})`, () => {
      setLanguage(language, 'shown');
      for (const kind of ruleKinds.keys()) {
        const words = shortKind({ occurrence: { kind } } as unknown as Alert);
        expect([...words].length, `${kind}: ${words}`).to.be.within(2, MOST_LETTERS);
      }
    });
  }
});
