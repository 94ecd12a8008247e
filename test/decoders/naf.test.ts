/** NAF records: every vector, and the ways in which they arrive. */
import { expect } from 'chai';
import fc from 'fast-check';
import { toReport } from '../../decoders/to-report.ts';
import type { NafMessage } from '../../decoders/vms/naf.ts';
import { encodeNaf } from '../../decoders/vms/naf.ts';
import { bytesOf, decodeAll } from './collect.ts';
import { vmsVectors } from './vectors.ts';

const names: Record<string, string> = {
  tm: 'type',
  ircs: 'callsign',
  vessel_name: 'name',
  internal_ref: 'internal_reference',
  external_mark: 'registration',
  speed_kn: 'speed',
  recv_time: 'record_time',
};

const reasons: Record<string, string> = {
  'vms-013': 'no-position',
  'vms-016': 'bad-date',
};

const vectors = vmsVectors.filter(({ format }) => format === 'NAF');

describe('NAF vectors', () => {
  it('are all here', () => expect(vectors).to.have.length(20));

  for (const { id, raw, expect: expected, note } of vectors) {
    it(`${id}: ${note ?? expected.error ?? expected.vessel_name ?? ''}`, () => {
      const { messages, stats } = decodeAll(raw, 'naf');
      if (expected.error) {
        expect(messages).to.have.length(0);
        expect(stats.rejected).to.deep.equal({ [reasons[id] ?? expected.error]: 1 });
        return;
      }
      const message = messages[0]!.message as unknown as Record<string, unknown>;
      for (const [name, value] of Object.entries(expected)) {
        const got = message[names[name] ?? name];
        if (typeof value === 'number') expect(got, name).to.be.closeTo(value, 5.1e-6);
        else if (name === 'recv_time') expect(got, name).to.equal(value.replace(/Z$/, ':00Z'));
        else expect(got, name).to.equal(value);
      }
      expect(stats).to.deep.include({ sentences: 1, messages: 1, rejected: {}, pending: 0 });
    });
  }
});

describe('NAF in its wrappings', function () {
  this.timeout(60_000);

  const record = '//SR//TM/POS//NA/PLAYA DE TUYA//XR/BD 91234 TS//LT/+53.267//LG/-011.733//DA/20210602//TI/2330//ER//';

  function only(input: string | Uint8Array): NafMessage {
    const { messages, stats } = decodeAll(input, 'naf');
    expect(stats.rejected).to.deep.equal({});
    expect(messages).to.have.length(1);
    return messages[0]!.message as NafMessage;
  }

  const plain = only(record);

  it('reads URL encoding of the whole, of the values, and of forms', () => {
    expect(only(encodeURIComponent(record))).to.deep.equal(plain);
    expect(only(encodeURIComponent(record).replaceAll('%20', '+'))).to.deep.equal(plain);
    expect(only(record.replaceAll(' ', '%20').replace('+53', '%2B53'))).to.deep.equal(plain);
    expect(only(`naf=${encodeURIComponent(record)}`)).to.deep.equal(plain);
  });

  it('leaves a plus in a name alone where slashes are plain', () => {
    expect(only(record.replace('PLAYA DE', 'A+B')).name).to.equal('A+B TUYA');
  });

  it('reads SOAP, entities and line breaks', () => {
    const soap = `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><rawData>${record.replace('TUYA', 'A &amp; B')}</rawData></s:Body></s:Envelope>`;
    expect(only(soap).name).to.equal('PLAYA DE A & B');
    expect(only(soap.replace('A &amp; B', 'H&#x1EA3;i &#272;&#259;ng')).name).to.equal('PLAYA DE Hải Đăng');
    expect(only(soap.replace('A &amp; B', '&#0;&#9999999;&amp;lt;')).name).to.equal('PLAYA DE &#0;&#9999999;&lt;');
    expect(only(soap.replace(/(?<=rawData>)(.*)(?=<\/raw)/, '<![CDATA[$1]]>')).name).to.equal('PLAYA DE A & B');
    expect(only(record.replace('//LT', '\r\n//LT'))).to.deep.equal(plain);
  });

  it('reads ISO 8859-1 and UTF-8', () => {
    const named = record.replace('PLAYA DE TUYA', 'ÁNGEL Ñ');
    expect(only(bytesOf(named)).name).to.equal('ÁNGEL Ñ');
    expect(only(new TextEncoder().encode(named)).name).to.equal('ÁNGEL Ñ');
    expect(only(encodeURIComponent(record.replace('PLAYA DE TUYA', 'Đà Nẵng'))).name).to.equal('Đà Nẵng');
  });

  it('reads all endings, many records, and rejects what has no end', () => {
    const bare = record.slice(0, -2);
    expect(only(bare)).to.deep.equal(plain);
    expect(only(`${bare}\n`)).to.deep.equal(plain);
    const { messages, stats } = decodeAll(
      `${record}${bare}\r\n${record}\n${record.replace('//ER//', '')}\n${record}//SR//TM/POS`,
      'naf',
    );
    expect(messages).to.have.length(4);
    expect(stats.rejected).to.deep.equal({ 'no-end-record': 2 });
    expect(stats.sentences).to.equal(6);
  });

  it('keeps the first of repeated fields and skips empty ones', () => {
    expect(only(record.replace('//NA/', '//RC///RC/ABC//RC/DEF//NA/')).callsign).to.equal('ABC');
  });

  it('says why a record cannot be used', () => {
    const reason = (from: string, to: string) => Object.keys(decodeAll(record.replace(from, to), 'naf').stats.rejected);
    expect(reason('+53.267', '91')).to.deep.equal(['bad-latitude']);
    expect(reason('-011.733', '181')).to.deep.equal(['bad-longitude']);
    expect(reason('LT/+53.267//LG/-011.733', 'LA/N5360//LO/W01144')).to.deep.equal(['bad-latitude']);
    expect(reason('2330', '2430')).to.deep.equal(['bad-time']);
    expect(reason('20210602', '20210229')).to.deep.equal(['bad-date']);
    expect(reason('//LT/+53.267', '')).to.deep.equal(['no-position']);
    expect(reason('//TI/2330', '')).to.deep.equal(['no-date-time']);
    expect(reason('//NA', '//FS/LOL//NA')).to.deep.equal(['unknown-country']);
  });

  it('reads a position in whatever message it stands, in both notations', () => {
    for (const type of 'POS MAN AUT ENT EXI COE COX CAT TRA POR NOT LIM SEN SEX OBS DEP DCA'.split(' ')) {
      const decimal = `//SR//TM/${type}//RC/XVAB//DA/20240501//TI/0600//LT/+13.750//LG/+109.500//ER//`;
      expect(only(decimal)).to.include({ type, lat: 13.75, lon: 109.5, time: '2024-05-01T06:00:00Z' });
      expect(only(decimal.replace('LT/+13.750//LG/+109.500', 'LA/N1345//LO/E10930'))).to.deep.equal(only(decimal));
      expect(only(decimal.replace('LT/+13.750//LG/+109.500', 'LA/S1345.5//LO/W10930'))).to.include({
        lat: -13.7583333,
      });
    }
    expect(only('//SR//RC/XVAB//DA/20240501//TI/0600//LT/1//LG/2//ER//')).to.include({ lat: 1, lon: 2 });
  });

  it('reads times that lost their leading zeros, and dates without century', () => {
    const time = (date: string, text: string) =>
      only(`//SR//TM/POS//RC/X//LT/1//LG/2//DA/${date}//TI/${text}//ER//`).time?.slice(2, 19);
    expect(time('20240501', '5')).to.equal('24-05-01T00:05:00');
    expect(time('240501', '905')).to.equal('24-05-01T09:05:00');
    expect(time('240501', '90507')).to.equal('24-05-01T09:05:07');
    expect(time('240501', '190507')).to.equal('24-05-01T19:05:07');
  });

  it('keeps what else a record says by its codes', () => {
    const message = only('//SR//TM/COE//RC/X//ZO/NAFO//CA/COD 255 HAD 100//CA/RED 1//XX///ER//');
    expect(message).to.deep.include({ type: 'COE', other: { ZO: 'NAFO', CA: 'COD 255 HAD 100' } });
    expect(only(record)).not.to.have.property('other');
  });

  it('takes back what a cancellation names: its position is no fix', () => {
    const { message, meta } = decodeAll(`${record.replace('MAN', 'CAN').replace('POS', 'CAN')}`, 'naf').messages[0]!;
    expect(message).to.include({ type: 'CAN', withdrawn: true, lat: 53.267 });
    expect(toReport(message, meta)).not.to.have.any.keys('lat', 'lon', 'fixTime');
  });

  it('finds a record that begins after one too long', () => {
    const { messages, stats } = decodeAll(`//SR//TM/POS//NA/${'x'.repeat(16_000)}${record}${record}`, 'naf');
    expect(messages).to.have.length(2);
    expect(stats.rejected).to.deep.equal({ 'no-end-record': 1 });
    const longer = decodeAll(`//SR//TM/POS//NA/${'x'.repeat(16_300)}${record}${record}`, 'naf');
    expect(longer.messages).to.have.length(2);
    expect(longer.stats.rejected).to.deep.equal({ 'too-long': 1 });
  });

  it('takes an exit without position', () => {
    expect(only('//SR//TM/EXI//FR/GBR//IR/GBR1//DA/20210602//TI/2330//ER//')).to.include({
      type: 'EXI',
      time: '2021-06-02T23:30:00Z',
    });
  });

  it('gives back what the encoder wrote', () => {
    const word = fc.stringMatching(/^[A-Z0-9][A-Z0-9 -]{0,8}[A-Z0-9]$/);
    const minute = fc
      .integer({ min: 0, max: 49 * 365 * 24 * 60 })
      .map((n) => new Date(Date.UTC(2000, 0, 1) + n * 60_000).toISOString().replace('.000', ''));
    const message = fc.record(
      {
        name: word,
        callsign: word,
        registration: word,
        internal_reference: word,
        device_id: word,
        flag: fc.constantFrom('VNM', 'FRA', 'X'),
        imo: fc.integer({ min: 1, max: 9_999_999 }),
        mmsi: fc.integer({ min: 1, max: 999_999_999 }),
        speed: fc.integer({ min: 0, max: 500 }).map((tenths) => tenths / 10),
        course: fc.integer({ min: 0, max: 360 }),
        record_time: minute,
        other: fc.dictionary(fc.constantFrom('ZO', 'CA', 'PO'), word, { minKeys: 1, noNullPrototype: true }),
      },
      { requiredKeys: [] },
    );
    const position = fc.record({
      type: fc.constantFrom('POS', 'MAN', 'ENT'),
      time: minute,
      lat: fc.integer({ min: -90e5, max: 90e5 }).map((n) => n / 1e5),
      lon: fc.integer({ min: -180e5, max: 180e5 }).map((n) => n / 1e5),
    });
    fc.assert(
      fc.property(message, position, (some, place) => {
        const full = { ...some, ...place };
        expect(only(encodeNaf(full))).to.deep.equal({ class: 'VMS', format: 'naf', ...full });
      }),
    );
  });
});
