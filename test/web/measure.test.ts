/** Range and bearing as they are told on the map. */
import { expect } from 'chai';
import { setLanguage } from '../../web/i18n/t.ts';
import { legWords } from '../../web/measure/leg-words.ts';
import { addMeasured, legsOf, measuredPoints, toggleMeasuring, undoMeasured } from '../../web/measure/measure.ts';

describe('measuring', () => {
  it('gives the geodesic in nautical miles and the true bearing of each leg', () => {
    const [north, west] = legsOf([
      { lon: 109, lat: 15 },
      { lon: 109, lat: 16 },
      { lon: 108, lat: 16 },
    ]);
    // A degree of latitude about 15.5°: a (1 − e²) / (1 − e² sin² φ)^1.5 · π / 180 with WGS 84's a and e².
    expect(north!.distanceNm).to.be.closeTo(110_654 / 1852, 0.001);
    expect(north!.bearingDeg).to.equal(0);
    expect(west!.bearingDeg).to.be.closeTo(270.14, 0.01);
    expect(legsOf([{ lon: 109, lat: 15 }])).to.deep.equal([]);
  });

  it('is said with the time that it takes at a speed', () => {
    expect(legWords({ distanceNm: 12, bearingDeg: 44.6 }, 8)).to.equal('12 hải lý · 045° · 1 giờ 30 phút');
    expect(legWords({ distanceNm: 12, bearingDeg: 44.6 }, 0)).to.equal('12 hải lý · 045°');
    setLanguage('en');
    expect(legWords({ distanceNm: 1.25, bearingDeg: 359.7 }, 8)).to.equal('1.3 nm · 000° · 0 h 09 min');
    setLanguage('vi');
  });

  it('takes back the last point, forgets all when it ends, and bears no endless line', () => {
    toggleMeasuring();
    for (let i = 0; i < 60; i++) addMeasured({ lon: 100 + i / 10, lat: 10 });
    expect(measuredPoints.value).to.have.length(50);
    undoMeasured();
    expect(measuredPoints.value).to.have.length(49);
    toggleMeasuring();
    expect(measuredPoints.value).to.deep.equal([]);
  });
});
