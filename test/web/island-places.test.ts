import { expect } from 'chai';
import { type Island, placeIslandNames } from '../../web/map/island-places.ts';
import { type Box, overlap } from '../../web/map/placement.ts';

const LY_SON: Island<string> = { place: 'Lý Sơn', x: 200, y: 100, width: 46 };
const BELOW: Box = { left: 177, top: 105, right: 223, bottom: 121 };
const NOTHING: Box[] = [];
const EVERYWHERE: Box = { left: 0, top: 0, right: 400, bottom: 200 };

function place(
  islands: Island<string>[],
  around: { taken?: Box[]; marks?: Box[]; vessels?: [number, number][] },
  before?: number,
) {
  const { taken = NOTHING, marks = NOTHING, vessels = [] } = around;
  const covered = (box: Box): number =>
    vessels.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length;
  const sides = new Map(before === undefined ? [] : [['Lý Sơn', before]]);
  return placeIslandNames(islands, { taken, marks, covered }, sides);
}

describe('names of islands among vessels', () => {
  it('stand below, where nothing is in the way', () => {
    expect(place([LY_SON], {})[0]!.box).to.deep.equal(BELOW);
  });

  it('go to the side where they cover fewest vessels', () => {
    const fleet: [number, number][] = [];
    // Everywhere but to the left of it.
    for (let x = 195; x < 320; x += 8) for (let y = 60; y < 160; y += 8) fleet.push([x, y]);
    const { box } = place([LY_SON], { vessels: fleet })[0]!;
    expect(fleet.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom)).to.deep.equal([]);
    expect(box.right).to.be.below(LY_SON.x);
  });

  it('leave alarmed vessels free while any side does', () => {
    const ring = { left: 190, top: 75, right: 226, bottom: 135 };
    const { box } = place([LY_SON], { marks: [ring] })[0]!;
    expect(overlap(box, ring)).to.equal(false);
  });

  it('are shown all the same where alarmed vessels are on every side, and not where other text is', () => {
    expect(place([LY_SON], { marks: [EVERYWHERE] })[0]!.box).to.deep.equal(BELOW);
    expect(place([LY_SON], { taken: [EVERYWHERE] })).to.deep.equal([]);
  });

  it('stay where they are while a few vessels pass, and go when many do or one of them is alarmed', () => {
    const few: [number, number][] = [
      [200, 110],
      [205, 110],
    ];
    const many: [number, number][] = [...few, [190, 110], [195, 110], [210, 110]];
    const { side } = place([LY_SON], {})[0]!;
    expect(place([LY_SON], { vessels: few })[0]!.side).not.to.equal(side);
    expect(place([LY_SON], { vessels: few }, side)[0]!.side).to.equal(side);
    expect(place([LY_SON], { vessels: many }, side)[0]!.side).not.to.equal(side);
    expect(place([LY_SON], { marks: [BELOW] }, side)[0]!.side).not.to.equal(side);
  });

  it('cover no other, and of two in one place the first has it', () => {
    const beside = ['Đảo Bé', 'Cù Lao Chàm'].map((name, n) => ({ ...LY_SON, place: name, x: 206 + n, y: 104 }));
    const names = place([LY_SON, ...beside], {});
    expect(names.map((name) => name.place)).to.deep.equal(['Lý Sơn', 'Đảo Bé', 'Cù Lao Chàm']);
    for (const [n, { box }] of names.entries())
      for (const other of names.slice(0, n)) expect(overlap(box, other.box)).to.equal(false);
    expect(names[0]!.box).to.deep.equal(BELOW);
  });
});
