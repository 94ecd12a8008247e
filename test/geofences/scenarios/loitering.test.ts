import { expect } from 'chai';
import type { Rule } from '../../../geofences/types.ts';
import { areaZone, fixAt } from '../shapes.ts';
import { leg, play, played } from './play.ts';

const rule = (kind: string, params: Rule['params'] = {}): Rule => ({ id: kind, kind, params });

describe('loitering', () => {
  const slow = (hours: number, step: number, source: 'ais' | 'vms') =>
    leg([0, 110, 13], [hours, 110 + hours / 60, 13], step, { source });
  const coast = areaZone(
    'land',
    [
      [
        [108.9, 12],
        [109, 12],
        [109, 14],
        [108.9, 14],
        [108.9, 12],
      ],
    ],
    { kind: 'land' },
  );

  it('is raised after four slow hours far from shore, by AIS and VMS alike, from where it began', () => {
    const fixes = [
      ...leg([-3, 109.6, 13], [-0.1, 109.99, 13], 0.1, { source: 'ais' }),
      ...slow(6, 0.1, 'ais'),
      ...leg([6.1, 110.11, 13], [9, 110.6, 13], 0.1, { source: 'ais' }),
    ];
    const [found, ...rest] = played({ zones: [coast], rules: [rule('loitering')], fixes });
    expect(rest).to.deep.equal([]);
    expect(found!.details!.averageKn).to.be.within(0.9, 1.2);
    const [line] = play({ zones: [coast], rules: [rule('loitering')], fixes });
    expect(line).to.match(/^loitering (-0|0)\.?\d*\.\.[56]/);
    expect(play({ zones: [coast], rules: [rule('loitering')], fixes: slow(8, 2, 'vms') })).to.deep.equal([
      'loitering 0..',
    ]);
  });

  it('counts the distance from shore on average over the slow hours, wherever they begin and end', () => {
    // A degree of longitude is 58.6 nm here, and the coast lies at 109°.
    const by = (way: [hours: number, nm: number][], shoreNm = 20) => {
      const fixes = way
        .slice(1)
        .flatMap(([hours, nm], i) =>
          leg([way[i]![0], 109 + way[i]![1] / 58.6, 13], [hours, 109 + nm / 58.6, 13], 0.5, { source: 'ais' }).slice(
            i && 1,
          ),
        );
      return play({ zones: [coast], rules: [rule('loitering', { shoreNm })], fixes });
    };
    const out: [number, number][] = [
      [0, 16],
      [20, 46],
    ];
    expect(by(out), 'from 16 to 46 nm').to.deep.equal(['loitering 0..']);
    expect(by(out, 30.5), '31 nm on average').to.deep.equal(['loitering 0..']);
    expect(by(out, 31.5), '31 nm on average').to.deep.equal([]);
    const inAndOut: [number, number][] = [
      [0, 21],
      [6, 12],
      [12, 21],
    ];
    expect(by(inAndOut), 'both ends 21 nm out, 16.5 nm on average').to.deep.equal([]);
    expect(by(inAndOut, 16)).to.deep.equal(['loitering 0..']);
  });

  it('is none near the shore, for three hours, or across a gap', () => {
    const close = slow(8, 2, 'vms').map((fix) => ({ ...fix, lon: fix.lon - 0.9 }));
    expect(play({ zones: [coast], rules: [rule('loitering')], fixes: close })).to.deep.equal([]);
    expect(play({ zones: [], rules: [rule('loitering')], fixes: close })).to.have.length(1);
    expect(play({ zones: [coast], rules: [rule('loitering')], fixes: slow(3, 0.1, 'ais') })).to.deep.equal([]);
    expect(
      play({ zones: [coast], rules: [rule('loitering')], fixes: [fixAt(0, 110, 13), fixAt(20, 110.1, 13)] }),
    ).to.deep.equal([]);
  });
});
