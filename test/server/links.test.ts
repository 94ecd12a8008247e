import { expect } from 'chai';
import fc from 'fast-check';
import { pageHeaders } from '../../server/links/frame.ts';
import { linkPage } from '../../server/links/page.ts';
import { readPlace } from '../../server/links/position-notation.ts';
import { deliveryIdIn, linkOpens, linkToken } from '../../server/links/token.ts';
import { fillLink, hasLinkPlace, linkPlace } from '../../server/notify/templates/link-place.ts';
import { alert, delivery, hour, now } from './notify-land.ts';

const key = Buffer.alloc(32, 1).toString('base64url');
const one = delivery({ id: 'dlv-0123456789abcdef0123' });
const at = { now, hours: 72 };

describe('the secret of a link', () => {
  it('opens its own message, until it is too old, and nothing else', () => {
    const token = linkToken(key, one);
    expect(token).to.match(/^[\w-]{30}$/);
    expect(deliveryIdIn(token)).to.equal(one.id);
    expect(linkOpens(key, token, one, at)).to.equal(true);
    expect(linkOpens(key, token, one, { now: now + 72 * hour, hours: 72 })).to.equal(true);
    expect(linkOpens(key, token, one, { now: now + 72 * hour + 1, hours: 72 })).to.equal(false);
    expect(linkOpens(key, token, { ...one, address: 'other@vn.example' }, at)).to.equal(false);
    expect(linkOpens(key, token, { ...one, id: 'dlv-0123456789abcdef0124' }, at)).to.equal(false);
    expect(linkOpens(Buffer.alloc(32, 2).toString('base64url'), token, one, at)).to.equal(false);
  });

  it('cannot be altered in any place', () => {
    const token = linkToken(key, one);
    const opens = (other: string) => deliveryIdIn(other) === one.id && linkOpens(key, other, one, at);
    fc.assert(
      fc.property(fc.nat(29), fc.constantFrom(...'ABCDEFabcdef0123456789-_'), (place, letter) => {
        const other = token.slice(0, place) + letter + token.slice(place + 1);
        fc.pre(other !== token);
        return !opens(other);
      }),
    );
    // Other letters at the end that stand for the same bytes.
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
      if (!token.endsWith(last)) expect(opens(token.slice(0, 29) + last), last).to.equal(false);
    for (const none of ['', 'x', `${token}A`, token.slice(1), `${token.slice(0, 29)}!`])
      expect(deliveryIdIn(none), none).to.equal(undefined);
  });

  it('is put in on the way out, where asterisks stood', () => {
    const body = `VUOT RANH GIOI ${linkPlace('https://giamsat.example')}`;
    expect(hasLinkPlace(body)).to.equal(true);
    expect(fillLink(body, 'T'.repeat(30))).to.equal(`VUOT RANH GIOI https://giamsat.example/l/${'T'.repeat(30)}`);
  });
});

describe('the page behind a link', () => {
  const said = { good: false, text: '"><script>alert(1)</script>' };
  it('escapes whatever anybody wrote', () => {
    const evil = { ...alert(), text: { vi: '<img src=x onerror=alert(1)>', en: '' } };
    const typed = { place: '"><b>', note: '</textarea><script>' };
    const html = linkPage({ delivery: { ...one, role: 'owner' }, alert: evil, said, typed, demo: true });
    expect(html).not.to.match(/<img|<script>alert|<b>|<\/textarea><script/);
    expect(html).to.contain('DEMO');
  });

  it('runs its own script and style only, and offers each reader what is theirs', () => {
    expect(pageHeaders['Content-Security-Policy']).to.match(/style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
    const owner = linkPage({ delivery: { ...one, role: 'owner' }, alert: alert(), demo: false });
    const officer = linkPage({ delivery: { ...one, role: 'duty' }, alert: alert(), demo: false });
    expect(owner).to.contain('name="place"').and.not.contain('acknowledge');
    expect(officer).to.contain('value="acknowledge"').and.not.contain('name="place"');
    expect(owner).to.contain('width=device-width');
    const { lon, lat } = alert().occurrence;
    expect(officer)
      .to.contain(`href="geo:${lat!.toFixed(5)},${lon!.toFixed(5)}"`)
      .and.not.contain('tel:');
    const hotline = '0235 3 000 001';
    const called = linkPage({ delivery: { ...one, role: 'owner' }, alert: alert(), demo: false, hotline });
    expect(called).to.contain('href="tel:02353000001"');
  });
});

describe('a position as people write it', () => {
  const written = [
    '15-30.5N 109-12.3E',
    '15 30.5N 109 12.3E',
    'VT 15 30.5N, 109 12.3E 3E7CB2Z',
    '15 30.5 n 109 12.3 e',
    '15°30.5′N 109°12.3′E',
    `15°30'30"N 109°12'18"E`,
    '15 30 30N 109 12 18E',
    'N15 30.5 E109 12.3',
    'N 15-30.5, E 109-12.3',
    '15.508333N 109.205E',
    '15.508333, 109.205000',
    '15.508333 109.205000',
    '109.205000, 15.508333',
    '15,508333; 109,205000',
    '15 30.5B 109 12.3D',
    'VĐ 15 30.5 KĐ 109 12.3',
    '15°30.5’ Bắc 109°12.3’ Đông'.replace('Bắc', 'B').replace('Đông', 'Đ'),
  ];
  for (const text of written)
    it(`is understood: ${text}`, () => {
      const place = readPlace(text);
      if (typeof place === 'string') throw new Error(place);
      expect(place.lat).to.be.closeTo(15.508333, 1e-5);
      expect(place.lon).to.be.closeTo(109.205, 1e-5);
    });

  it('south and west are negative', () => {
    expect(readPlace('07 30.0S 010 15.0W')).to.deep.equal({ lat: -7.5, lon: -10.25 });
    expect(readPlace('-7.500, -10.250')).to.deep.equal({ lat: -7.5, lon: -10.25 });
  });

  for (const text of ['15 60.0N 109 12.3E', '95 10.0N 109 12.3E', '15 30.5N 190 12.3E', '95.123, 191.456'])
    it(`is refused: ${text}`, () => {
      expect(readPlace(text)).to.equal('out-of-range');
    });
  for (const text of ['', 'tôi đang ở gần bờ', 'VT', '15 30.5N', '0900 000 001', '3E7CB2Z'])
    it(`is none: ${text}`, () => {
      expect(readPlace(text)).to.equal('no-position');
    });

  it('is found again in what we write, and no text takes long or throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => readPlace(text) !== undefined));
    const angle = (max: number) => fc.integer({ min: 0, max: max * 600 - 1 });
    fc.assert(
      fc.property(angle(90), angle(180), (lat, lon) => {
        const write = (tenths: number) => `${Math.floor(tenths / 600)}-${((tenths % 600) / 10).toFixed(1)}`;
        const place = readPlace(`${write(lat)}N ${write(lon)}E`);
        return (
          typeof place === 'object' && Math.abs(place.lat - lat / 600) < 1e-9 && Math.abs(place.lon - lon / 600) < 1e-9
        );
      }),
    );
  });
});
