import { expect } from 'chai';
import fc from 'fast-check';
import { exactOrientation, orientation } from '../../../geofences/geometry/orientation.ts';
import { exactSide } from '../exact.ts';
import type { Position } from '../shapes.ts';

const degrees = fc.double({ min: -180, max: 180, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value));
const position: fc.Arbitrary<Position> = fc.tuple(degrees, degrees);
/** So near to the line a–b as numbers can be: a point of it as far as rounding allows, moved by a few last bits. */
const nearLine = fc
  .tuple(position, position, fc.double({ min: -1, max: 2, noNaN: true }), fc.integer({ min: -3, max: 3 }))
  .map(([a, b, t, bits]): [Position, Position, Position] => {
    const c: Position = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    return [a, b, [c[0] + bits * 2 ** -46, c[1]]];
  })
  .filter(([, , c]) => c.every((value) => value === 0 || Math.abs(value) > 1e-9));

describe('the side of a line', () => {
  it('is exact, however near the point is', () => {
    let roundedWrong = 0;
    fc.assert(
      fc.property(nearLine, ([a, b, c]) => {
        const truth = exactSide(a, b, c);
        expect(Math.sign(orientation(...a, ...b, ...c))).to.equal(truth);
        expect(Math.sign(exactOrientation(...a, ...b, ...c))).to.equal(truth);
        const plain = (a[0] - c[0]) * (b[1] - c[1]) - (a[1] - c[1]) * (b[0] - c[0]);
        if (Math.sign(plain) !== truth) roundedWrong++;
      }),
      { numRuns: 5000 },
    );
    expect(roundedWrong).to.be.above(10);
  });

  it('is none on the line, and changes with the direction of the edge', () => {
    fc.assert(
      fc.property(nearLine, ([a, b, c]) => {
        expect(orientation(...a, ...b, ...a)).to.equal(0);
        expect(orientation(...a, ...a, ...c)).to.equal(0);
        expect(Math.sign(orientation(...b, ...a, ...c))).to.equal(0 - Math.sign(orientation(...a, ...b, ...c)));
      }),
    );
  });
});
