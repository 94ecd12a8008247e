/** FLUX vessel position documents: the vector, what may stand in them, what is refused. */
import { expect } from 'chai';
import { toReport } from '../../decoders/index.ts';
import type { FluxMessage } from '../../decoders/vms/flux.ts';
import { begins } from '../../decoders/vms/flux-decoder.ts';
import { bytesOf, type Collected, decodeAll } from './collect.ts';
import { vmsVectors } from './vectors.ts';

const vectors = vmsVectors.filter(({ format }) => format === 'FLUX');
const vector = vectors[0]!.raw;

const names: Record<string, string> = { doc_id: 'document_id', speed_kn: 'speed' };

function decode(text: string | Uint8Array): Collected {
  return decodeAll(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'flux');
}

function all(text: string | Uint8Array): FluxMessage[] {
  const { messages, stats } = decode(text);
  expect(stats.rejected).to.deep.equal({});
  return messages.map(({ message }) => message as FluxMessage);
}

function only(text: string | Uint8Array): FluxMessage {
  const messages = all(text);
  expect(messages).to.have.length(1);
  return messages[0]!;
}

function rejections(text: string): Record<string, number> {
  const { messages, stats } = decode(text);
  expect(stats.sentences).to.equal(messages.length + Object.values(stats.rejected).reduce((sum, n) => sum + n, 0));
  return stats.rejected;
}

const STANDARD = 'urn:un:unece:uncefact:data:standard';

interface Parts {
  ids?: string;
  events?: string[];
  document?: string;
}

/** A document as other senders write it: prefixes for everything. */
function withPrefixes({ ids = '', events = [event()], document = '' }: Parts = {}): string {
  return `<rsm:FLUXVesselPositionMessage xmlns:rsm="${STANDARD}:FLUXVesselPositionMessage:4"
    xmlns:ram="${STANDARD}:ReusableAggregateBusinessInformationEntity:18" xmlns:udt="${STANDARD}:UnqualifiedDataType:18">
    <rsm:FLUXReportDocument>${document}</rsm:FLUXReportDocument>
    <rsm:VesselTransportMeans>${ids}
      <ram:RegistrationVesselCountry><ram:ID schemeID="TERRITORY">VNM</ram:ID></ram:RegistrationVesselCountry>
      ${events.join('')}
    </rsm:VesselTransportMeans>
  </rsm:FLUXVesselPositionMessage>`;
}

interface EventParts {
  time?: string;
  type?: string;
  lat?: string;
  lon?: string;
  more?: string;
}

function event({
  time = '2024-05-01T06:00:00Z',
  type = 'POS',
  lat = '13.7',
  lon = '109.3',
  more = '',
}: EventParts = {}) {
  return `<ram:SpecifiedVesselPositionEvent>
    <ram:ObtainedOccurrenceDateTime><udt:DateTime>${time}</udt:DateTime></ram:ObtainedOccurrenceDateTime>
    <ram:TypeCode listID="FLUX_VESSEL_POSITION_TYPE">${type}</ram:TypeCode>${more}
    <ram:SpecifiedVesselGeographicalCoordinate><ram:LatitudeMeasure>${lat}</ram:LatitudeMeasure>
    <ram:LongitudeMeasure>${lon}</ram:LongitudeMeasure></ram:SpecifiedVesselGeographicalCoordinate>
  </ram:SpecifiedVesselPositionEvent>`;
}

const id = (scheme: string, value: string) => `<ram:ID schemeID="${scheme}">${value}</ram:ID>`;

describe('FLUX vectors', () => {
  it('are all here', () => expect(vectors).to.have.length(1));

  for (const { id, raw, expect: expected } of vectors) {
    it(id, () => {
      const message = only(raw) as unknown as Record<string, unknown>;
      for (const [name, value] of Object.entries(expected)) {
        expect(message[names[name] ?? name], name).to.deep.equal(value);
      }
    });
  }
});

describe('A FLUX document', () => {
  it('is read by namespace, whatever the prefixes', () => {
    expect(only(withPrefixes())).to.include({ time: '2024-05-01T06:00:00Z', lat: 13.7, lon: 109.3, flag: 'VNM' });
    const foreign = withPrefixes().replace('ReusableAggregateBusinessInformationEntity', 'SomethingElse');
    expect(rejections(foreign)).to.deep.equal({ 'no-position': 1 });
    const borrowed = withPrefixes().replace(':FLUXVesselPositionMessage:4', ':FLUXFAReportMessage:3');
    expect(rejections(borrowed)).to.deep.equal({ 'not-flux': 1 });
  });

  it('gives every event as a message, in order, with the vessel and the document', () => {
    const types = ['POS', 'ENTRY', 'EXIT', 'MANUAL'];
    const events = types.map((type, hour) => event({ type, time: `2024-05-01T0${hour}:00:00Z` }));
    const document = `<ram:ID>uuid-1</ram:ID><ram:ID>uuid-2</ram:ID><ram:ReferencedID>uuid-0</ram:ReferencedID>
      <ram:CreationDateTime><udt:DateTime>2024-05-01T07:00:00+07:00</udt:DateTime></ram:CreationDateTime>
      <ram:PurposeCode>5</ram:PurposeCode><ram:Purpose>corrected</ram:Purpose><ram:TypeCode>X</ram:TypeCode>
      <ram:OwnerFLUXParty><ram:ID>VNM</ram:ID></ram:OwnerFLUXParty>`;
    const messages = all(withPrefixes({ events, document, ids: id('IRCS', 'XVAB') }));
    expect(messages.map(({ type }) => type)).to.deep.equal(types);
    expect(messages.map(({ time }) => time?.slice(11, 13))).to.deep.equal(['00', '01', '02', '03']);
    for (const message of messages) {
      expect(message).to.deep.include({
        document_id: 'uuid-1',
        referenced_id: 'uuid-0',
        created: '2024-05-01T00:00:00Z',
        purpose: '5',
        purpose_text: 'corrected',
        report_type: 'X',
        owner: 'VNM',
        callsign: 'XVAB',
      });
    }
  });

  it('gives all identifiers, the usual ones under their names', () => {
    const ids =
      id('CFR', 'GBR000A12345') +
      id('IRCS', 'XVAB') +
      id('EXT_MARK', 'QNg 90123 TS') +
      id('UVI', '9074729') +
      id('MMSI', '574001234') +
      id('ICCAT', 'AT000VNM1') +
      '<ram:Name>H&#7843;i &#x110;ăng &amp; c&#244;</ram:Name>';
    const message = only(withPrefixes({ ids }));
    expect(message).to.include({
      internal_reference: 'GBR000A12345',
      callsign: 'XVAB',
      registration: 'QNg 90123 TS',
      imo: 9074729,
      mmsi: 574001234,
      name: 'Hải Đăng & cô',
    });
    expect(message.ids).to.have.property('ICCAT', 'AT000VNM1');
    expect(only(withPrefixes({ ids: id('EXT_MARKING', 'KH-1') })).registration).to.equal('KH-1');
    expect(only(withPrefixes({ ids: id('UVI', 'none') }))).not.to.have.property('imo');
  });

  it('tells events of two vessels apart', () => {
    const one = withPrefixes({ ids: id('IRCS', 'AAA') });
    const vessel = /<rsm:VesselTransportMeans>[\s\S]*<\/rsm:VesselTransportMeans>/;
    const two = one.replace(vessel, (text) => text + text.replace('AAA', 'BBB'));
    expect(all(two).map(({ callsign }) => callsign)).to.deep.equal(['AAA', 'BBB']);
  });

  it('gives speed in knots and course, and leaves out what is neither', () => {
    const more = (speed: string, course: string, unit = '') =>
      only(
        withPrefixes({
          events: [
            event({
              more: `<ram:SpeedValueMeasure${unit}>${speed}</ram:SpeedValueMeasure><ram:CourseValueMeasure>${course}</ram:CourseValueMeasure>`,
            }),
          ],
        }),
      );
    expect(more('7.25', '359.5')).to.include({ speed: 7.25, course: 359.5 });
    expect(more('0', '0', ' unitCode="KNT"')).to.include({ speed: 0, course: 0 });
    expect(more('7', '10', ' unitCode="KMH"')).not.to.have.property('speed');
    expect(more('-1', '361')).not.to.have.any.keys('speed', 'course');
    expect(more('1e1', 'north')).not.to.have.any.keys('speed', 'course');
  });

  it('says why an event cannot be used, and uses the others', () => {
    const reason = (parts: EventParts) => {
      const { messages, rejected } = decode(withPrefixes({ events: [event(), event(parts), event()] }));
      expect(messages).to.have.length(2);
      expect(rejected).to.have.length(1);
      expect(rejected[0]!.text).to.match(/^<ram:SpecifiedVesselPositionEvent>/);
      return rejected[0]!.reason;
    };
    expect(reason({ lat: '90.1' })).to.equal('bad-latitude');
    expect(reason({ lat: 'N13' })).to.equal('bad-latitude');
    expect(reason({ lon: '-180.5' })).to.equal('bad-longitude');
    expect(reason({ lon: '' })).to.equal('no-position');
    expect(reason({ time: '' })).to.equal('no-date-time');
    for (const time of ['2024-02-30T00:00:00Z', '2024-05-01', '2024-05-01T25:00:00Z', '1970-01-01T00:00:00Z', 'now']) {
      expect(reason({ time }), time).to.equal('bad-date');
    }
    expect(rejections(withPrefixes({ events: [] }))).to.deep.equal({ 'no-position': 1 });
  });

  it('reads times with and without zone and fraction', () => {
    const time = (text: string) => only(withPrefixes({ events: [event({ time: text })] })).time;
    expect(time('2024-05-01T06:00:00')).to.equal('2024-05-01T06:00:00Z');
    expect(time('2024-05-01T06:00:00.1234567Z')).to.equal('2024-05-01T06:00:00.123Z');
    expect(time('2024-05-01T06:00:00-05:30')).to.equal('2024-05-01T11:30:00Z');
  });

  it('takes back what was sent: a cancelled or deleted position is no fix', () => {
    for (const purpose of ['1', '3']) {
      const document = `<ram:ReferencedID>uuid-0</ram:ReferencedID><ram:PurposeCode>${purpose}</ram:PurposeCode>`;
      for (const events of [[event()], [], [event({ time: '', lat: '' })]]) {
        const { messages } = decode(withPrefixes({ document, events, ids: id('IRCS', 'XVAB') }));
        expect(messages).to.have.length(1);
        const { message, meta } = messages[0]!;
        expect(message).to.include({ purpose, withdrawn: true, referenced_id: 'uuid-0', callsign: 'XVAB' });
        expect(toReport(message, meta)).not.to.have.any.keys('lat', 'lon', 'fixTime');
      }
    }
    expect(only(vector)).not.to.have.property('withdrawn');
  });

  it('becomes a report', () => {
    const { message, meta } = decode(withPrefixes({ ids: id('EXT_MARK', 'KH 96789 TS') + id('IRCS', 'XVAB') }))
      .messages[0]!;
    expect(toReport(message, meta)).to.include({
      format: 'flux',
      craft: 'vessel',
      registration: 'KH 96789 TS',
      callsign: 'XVAB',
      flag: 'VNM',
      lon: 109.3,
      lat: 13.7,
      fixTime: Date.UTC(2024, 4, 1, 6),
    });
  });
});

describe('FLUX envelopes', () => {
  const attributes =
    'AD="VNM" FR="SWE" DF="urn:un:unece:uncefact:fisheries:FLUX:VMS:EU:1" ON="ABC" TODT="2024-05-01T07:00:00Z"';
  const soap = (content: string, version = 'http://schemas.xmlsoap.org/soap/envelope/') =>
    `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="${version}"><S:Body>${content}</S:Body></S:Envelope>`;

  for (const [name, namespace] of [
    ['POSTMSG', 'urn:xeu:connector-bridge:v1'],
    ['Connector2BridgeRequest', 'urn:xeu:bridge-connector:v1'],
  ] as const) {
    it(`${name}: attributes are kept`, () => {
      const post = `<x:${name} xmlns:x="${namespace}" ${attributes}>${withPrefixes()}</x:${name}>`;
      for (const text of [post, soap(post), soap(post, 'http://www.w3.org/2003/05/soap-envelope')]) {
        const message = only(text);
        expect(message).to.include({ from: 'SWE', to: 'VNM', lat: 13.7 });
        expect(message.envelope).to.include({ ON: 'ABC', TODT: '2024-05-01T07:00:00Z' });
        expect(message.envelope?.DF).to.match(/^urn:un:unece/);
      }
      expect(begins(soap(post))).to.equal(soap(post).indexOf(`<x:${name}`));
    });
  }

  it('without a position message inside are none of ours', () => {
    expect(rejections(soap('<ack xmlns="urn:xeu:connector-bridge:v1"/>'))).to.deep.equal({ 'not-flux': 1 });
  });
});

describe('FLUX on a stream', () => {
  it('comes document after document, with anything in between', () => {
    const stream = [
      '\ufeff',
      vector,
      '\r\n',
      vector,
      'POST / HTTP/1.1 > < \0',
      `<?xml version='1.0'?>\n`,
      vector,
      '<!-- end -->',
      vector,
    ];
    const { messages, stats } = decode(stream.join(''));
    expect(stats.rejected).to.deep.equal({});
    expect(messages).to.have.length(4);
  });

  it('that broke off costs one document, wherever it broke off', () => {
    const next = `<?xml version="1.0"?>${withPrefixes({ ids: id('IRCS', 'NEXT') })}`;
    const bare = withPrefixes({ ids: id('IRCS', 'NEXT') });
    for (let length = 1; length < vector.length; length += 7) {
      for (const following of [next, bare]) {
        const { messages, rejected } = decode(vector.slice(0, length) + following);
        const callsigns = messages.map(({ message }) => (message as FluxMessage).callsign);
        expect(callsigns, vector.slice(0, length)).to.deep.equal(['NEXT']);
        expect(rejected.length, vector.slice(0, length)).to.be.at.most(1);
      }
    }
  });

  it('that is not well-formed is rejected, and what follows is read', () => {
    for (const bad of [
      vector.replace('<PurposeCode>9</PurposeCode>', '<PurposeCode>9</Purpose>'),
      vector.replace('<ns3:FLUXReportDocument>', '<ns9:FLUXReportDocument>'),
      vector.replace('schemeID="CFR"', 'schemeID="CFR" schemeID="X"'),
      vector.replace('3.2', '3.2 & 4'),
      vector.replace('3.2', '3.2 &'),
      vector.replace('schemeID="CFR"', 'schemeID="C&FR"'),
      vector.replace('3.2', '\x01'),
    ]) {
      const { messages, stats } = decode(bad + vector);
      expect(messages, bad).to.have.length(1);
      expect(stats.rejected).to.deep.equal({ 'xml-malformed': 1 });
    }
  });

  it('that ends early is told so', () => {
    expect(rejections(vector.slice(0, -5))).to.deep.equal({ unfinished: 1 });
    expect(rejections(vector.slice(0, 60))).to.deep.equal({ unfinished: 1 });
  });

  it('has bounds in length and depth', () => {
    const long = `<Envelope>${'<!--'}${'x'.repeat(3_000_000)}`;
    expect(rejections(`${long}-->${vector}`)).to.deep.equal({ 'too-long': 1 });
    expect(decode(`${long}-->${vector}`).messages).to.have.length(1);
    expect(rejections('<a>'.repeat(1000))).to.deep.equal({ 'xml-too-deep': 1 });
    expect(rejections(`<Envelope ${'x'.repeat(2_000_000)}`)).to.deep.equal({ 'too-long': 1 });
  });
});

describe('Entities in FLUX', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ''};`.repeat(10)}">`).join('')}]>`;
  const withName = (name: string) => withPrefixes({ ids: `<ram:Name>${name}</ram:Name>` });

  for (const [name, text] of [
    ['a billion laughs', laughs + withName('&lol9;')],
    ['an external entity', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${withName('&e;')}`],
    ['an external DTD', `<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">${withName('x')}`],
    ['a parameter entity', `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>${withName('x')}`],
    ['an entity that nobody declared', withName('&hai;')],
    ['an entity in an attribute', withPrefixes({ ids: id('&x;', 'y') })],
  ] as const) {
    it(`refuses ${name}, and reads what follows`, () => {
      const { messages, rejected } = decode(`<?xml version="1.0"?>${text}${vector}`);
      expect(rejected.map(({ reason }) => reason)).to.deep.equal(['xml-entities']);
      expect(messages).to.have.length(1);
      expect(JSON.stringify(messages)).not.to.include('lollol');
    });
  }

  it('knows those of XML itself, and CDATA', () => {
    expect(only(withName('&lt;&amp;&gt;&quot;&apos;')).name).to.equal('<&>"\'');
    expect(only(withName('<![CDATA[&lol; <b>]]>')).name).to.equal('&lol; <b>');
  });
});

describe('FLUX text', () => {
  const named = (name: string, encoding?: string) =>
    `${encoding ? `<?xml version="1.0" encoding="${encoding}"?>` : ''}${withPrefixes({ ids: `<ram:Name>${name}</ram:Name>` })}`;

  it('is UTF-8, unless it says otherwise or cannot be', () => {
    expect(only(named('Đà Nẵng 🚢')).name).to.equal('Đà Nẵng 🚢');
    expect(only(bytesOf(named('ÁNGEL Ñ', 'ISO-8859-1'))).name).to.equal('ÁNGEL Ñ');
    expect(only(bytesOf(named('Ã\xb1', 'latin1'))).name).to.equal('Ã\xb1');
    expect(only(bytesOf(named('Ã\xb1'))).name).to.equal('ñ');
    expect(only(bytesOf(named('ÁNGEL Ñ'))).name).to.equal('ÁNGEL Ñ');
    expect(only(bytesOf(named('\xd0\xe3ng', 'windows-1258'))).name).to.equal('Đăng');
  });

  it('in an encoding that is not read is rejected', () => {
    expect(rejections(named('A', 'EBCDIC-CP-US'))).to.deep.equal({ 'xml-encoding': 1 });
    expect(rejections(named('A', 'UTF-16'))).to.deep.equal({ 'xml-encoding': 1 });
    const utf16 = Uint8Array.from(Buffer.from(named('A', 'UTF-16'), 'utf16le'));
    expect(decode(utf16).stats.rejected).to.deep.equal({ 'xml-encoding': 1 });
  });

  it('may use names that objects have', () => {
    const text = withPrefixes({ ids: id('__proto__', 'a') + id('constructor', 'b') + id('IRCS', 'c') });
    expect(only(text).callsign).to.equal('c');
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(only(withPrefixes().replaceAll('ram', name))).to.include({ lat: 13.7 });
      expect(rejections(`<${name}:a ${name}:b="1"/>`)).to.deep.equal({ 'xml-malformed': 1 });
      expect(rejections(`<a ${name}="1"><${name}/></a>`)).to.deep.equal({ 'not-flux': 1 });
    }
  });

  it('longer than any field is left out, so that it is not repeated in every event', () => {
    const message = only(named('x'.repeat(10_000)));
    expect(message).not.to.have.property('name');
  });
});
