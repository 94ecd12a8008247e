/** From what to what a document was changed, as the audit trail tells it. */
import { expect } from 'chai';
import fc from 'fast-check';
import { differencesOf } from '../../server/audit/differences.ts';

const zone = (id: string, coordinates: unknown, name = id) => ({
  ...{ type: 'Feature', id, geometry: { type: 'Polygon', coordinates } },
  properties: { name, version: 1 },
});
const ring = (lon: number) => [
  [
    [lon, 15],
    [lon + 1, 15],
    [lon + 1, 16],
    [lon, 15],
  ],
];

describe('differences of settings documents', () => {
  it('name items by their id, with what was and what is', () => {
    const before = [{ id: 'a', params: { hours: 6, zones: ['x'] } }, { id: 'b' }];
    const after = [
      { id: 'a', params: { hours: 5, zones: ['x', 'y'] } },
      { id: 'c', name: 'mới' },
    ];
    expect(differencesOf(before, after)).to.deep.equal({
      changes: [
        { place: '[a].params.hours', from: '6', to: '5' },
        { place: '[a].params.zones', from: '["x"]', to: '["x","y"]' },
        { place: '[b]', from: '{"id":"b"}' },
        { place: '[c]', to: '{"id":"c","name":"mới"}' },
      ],
    });
  });

  it('name feeds, which have no id, by their address', () => {
    const feed = (port: number, name: string) => ({ url: `tcp://tram:${port}`, name });
    expect(differencesOf([feed(1, 'a'), feed(2, 'b')], [feed(1, 'a'), feed(2, 'c')]).changes).to.deep.equal([
      { place: '[tcp://tram:2].name', from: '"b"', to: '"c"' },
    ]);
  });

  it('tell a shape by its positions and a hash, and that one was changed', () => {
    const { changes } = differencesOf(
      { type: 'FeatureCollection', features: [zone('z', ring(108)), zone('y', ring(1))] },
      { type: 'FeatureCollection', features: [zone('z', ring(109)), zone('y', ring(1))] },
    );
    expect(changes.map(({ place }) => place)).to.deep.equal(['features[z].geometry']);
    expect(changes[0]!.from).to.match(/^Polygon, 4 positions, sha256 [0-9a-f]{12}$/);
    expect(changes[0]!.from).not.to.equal(changes[0]!.to);
  });

  it('tell another order', () => {
    expect(differencesOf([{ id: 'a' }, { id: 'b' }], [{ id: 'b' }, { id: 'a' }]).changes).to.deep.equal([
      { place: '', from: '[a], [b]', to: '[b], [a]' },
    ]);
  });

  it('are bounded, and say how much they leave out', () => {
    const all = (text: string) => Array.from({ length: 5000 }, (_, n) => ({ id: `${n}`, text: text.repeat(2000) }));
    const { changes, more } = differencesOf(all('a'), all('b'));
    expect([changes.length, more]).to.deep.equal([60, 4940]);
    expect(JSON.stringify(changes).length).to.be.below(60 * 900);
    expect(changes[0]!.from).to.match(/… sha256 [0-9a-f]{12}$/);
  });

  it('are none exactly where nothing differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(differencesOf(a, JSON.parse(JSON.stringify(a))).changes).to.deep.equal([]);
        if (JSON.stringify(a) !== JSON.stringify(b) && !isSame(a, b))
          expect(differencesOf(a, b).changes).not.to.be.empty;
      }),
    );
  });
});

function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).to.deep.equal(b);
    return true;
  } catch {
    return false;
  }
}
