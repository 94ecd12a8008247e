/** Messages of several sentences: in every order, mixed, repeated, late. */
import { expect } from 'chai';
import fc from 'fast-check';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import { FRAGMENT_TTL_MS, FRAGMENT_TTL_SENTENCES } from '../../decoders/nmea/assembly.ts';
import { createDecoder } from '../../decoders/registry.ts';
import { bytesOf, Collector, decodeAll, NOW } from './collect.ts';

const single = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F';
const parts = (name: string, sequence: number, tag?: { station: string }) =>
  encodeAis({ type: 5, mmsi: 574000001, shipname: name }, { sequence, tag }) as [string, string];
const nameOf = (message: object) => (message as { shipname?: string }).shipname;

function checksummed(body: string): string {
  let sum = 0;
  for (const byte of bytesOf(body)) sum ^= byte;
  return `${body}*${sum.toString(16).padStart(2, '0')}`;
}

describe('Parts of a message', function () {
  this.timeout(60_000);

  it('come in any order, mixed with those of others', () => {
    const all = [...parts('ONE', 1), ...parts('TWO', 2), ...parts('THREE', 3), single];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (lines) => {
        const { messages, stats } = decodeAll(lines.join('\n'));
        const names = messages.map(({ message }) => nameOf(message) ?? 'single').sort();
        expect(names).to.deep.equal(['ONE', 'THREE', 'TWO', 'single']);
        expect(stats).to.deep.include({ rejected: {}, pending: 0, sentences: 7 });
      }),
    );
  });

  it('do not wait longer than their time', () => {
    const [first, second] = parts('ONE', 1);
    const run = (gap: number) => {
      const collector = new Collector();
      const decoder = createDecoder('nmea', collector);
      decoder.push(bytesOf(`${first}\n`), NOW);
      expect(decoder.stats.pending).to.equal(1);
      decoder.push(bytesOf(`${second}\n`), NOW + gap);
      return { count: collector.messages.length, rejected: decoder.stats.rejected, pending: decoder.stats.pending };
    };
    expect(run(FRAGMENT_TTL_MS)).to.deep.equal({ count: 1, rejected: {}, pending: 0 });
    expect(run(FRAGMENT_TTL_MS + 1)).to.deep.equal({ count: 0, rejected: { incomplete: 1 }, pending: 1 });
  });

  it('do not wait for more sentences than are kept, so that memory stays bounded', () => {
    const [first, second] = parts('ONE', 1);
    const between = (count: number) => decodeAll([first, ...Array(count).fill(single), second].join('\n'));
    expect(between(FRAGMENT_TTL_SENTENCES - 1).messages).to.have.length(FRAGMENT_TTL_SENTENCES);
    expect(between(FRAGMENT_TTL_SENTENCES).stats.rejected).to.deep.equal({ incomplete: 1 });
    const flood = Array.from({ length: 5000 }, (_, at) => `\\${checksummed(`g:1-2-${at}`)}\\${first}`);
    expect(decodeAll(flood.join('\n')).stats.pending).to.be.at.most(FRAGMENT_TTL_SENTENCES + 1);
  });

  it('of two stations that use the same sequence id are told apart', () => {
    const [a1, a2] = parts('ONE', 1, { station: 'A' });
    const [b1, b2] = parts('TWO', 1, { station: 'B' });
    const trailed = (line: string, station: string) => `${line.slice(line.indexOf('!'))},r${station},1429287142`;
    const lines = [trailed(a1, 'A'), trailed(b1, 'B'), trailed(b2, 'B'), trailed(a2, 'A')];
    const names = decodeAll(lines.join('\n')).messages.map(({ message }) => nameOf(message));
    expect(names).to.deep.equal(['TWO', 'ONE']);
  });

  it('find each other when one has lost its tag block', () => {
    const [first, second] = parts('ONE', 1, { station: 'A' });
    const broken = second.replace('g:2', 'g:7');
    const { messages, stats } = decodeAll([first, broken].join('\n'));
    expect(messages).to.have.length(1);
    expect(messages[0]!.meta.station).to.equal('A');
    expect(stats).to.deep.include({ rejected: {}, damaged: { 'tagblock-checksum': 1 } });
  });

  it('are all checked: one with a wrong checksum takes its message along', () => {
    const [first, second] = parts('ONE', 1);
    expect(decodeAll([first, second.replace(/..$/, '00')].join('\n')).messages).to.have.length(0);
  });
});
