import { expect } from 'chai';
import fc from 'fast-check';
import type { Occurrence } from '../../geofences/types.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import type { Role } from '../../server/notify/routing.ts';
import { compose, type MessageRequest } from '../../server/notify/templates/compose.ts';
import { shortPlace } from '../../server/notify/templates/format.ts';
import { isGsm7, toGsm7, unaccent } from '../../server/notify/templates/gsm7.ts';
import { plain } from '../../server/notify/templates/plain.ts';
import { caseReference } from '../../server/notify/templates/reference.ts';
import { alert, crossing, hour, now, rules, vessel, zone } from './notify-land.ts';

const longest: Vessel = {
  ...vessel,
  label: 'QNa-91234-TS của Hợp tác xã khai thác hải sản xa bờ Tam Quang',
  name: 'Nguyễn Đình Phương Thảo Hoàng Sa Trường Sa 0123456789 của Việt Nam',
  owner: 'Công ty trách nhiệm hữu hạn một thành viên khai thác hải sản Nguyễn Thị Quỳnh Như và các con',
};
const longZone = {
  ...zone,
  properties: { ...zone.properties, name: 'Đường phân định vịnh Bắc Bộ đoạn từ điểm số 9 đến điểm số 21 (demo)' },
};

const findings: Record<string, Partial<Occurrence>> = {
  'boundary-cross': {},
  'boundary-approach': {
    ruleId: 'boundary-near-1',
    kind: 'boundary-approach',
    crossing: undefined,
    details: { distanceNm: 0.83 },
  },
  silence: { ruleId: 'silence-loss', kind: 'silence', crossing: undefined, details: { silentHours: 143.25 } },
  'boundary-time': {
    ruleId: 'boundary-time',
    kind: 'boundary-time',
    crossing: undefined,
    details: { minutesLeft: 112, neighbourVi: 'Trung Quốc', neighbourEn: 'China' },
  },
  'declaration-missed': { ruleId: 'declaration-missed', kind: 'declaration-missed', crossing: undefined },
  'closed-area': { ruleId: 'closed-area', kind: 'closed-area', crossing: undefined },
  'wrong-zone': { ruleId: 'wrong-zone', kind: 'wrong-zone', crossing: undefined },
  'zone-enter': { ruleId: 'closed-season', kind: 'zone-enter' },
  'zone-exit': { ruleId: 'x', kind: 'zone-exit' },
  'zone-presence': { ruleId: 'x', kind: 'zone-presence', crossing: undefined },
  'a-kind-of-later': { ruleId: 'a-rule-with-quite-a-long-name-of-its-own-kind', kind: 'a-kind-of-later' },
};
const roles: Role[] = ['duty', 'owner', 'border-command'];

function request(over: Partial<MessageRequest> = {}): MessageRequest {
  return {
    change: 'raised',
    alert: alert(),
    vessel,
    zone,
    rule: rules[0],
    role: 'duty',
    channel: 'sms',
    language: 'vi',
    demo: false,
    ...over,
  };
}

/** A finding in every change, language and role, with the longest names. */
function* everyWay(over: Partial<Occurrence>, channel: 'sms' | 'email'): Generator<MessageRequest> {
  for (const change of ['raised', 'cleared', 'retracted'] as const)
    for (const language of ['vi', 'en'] as const)
      for (const role of roles) {
        const finding = alert({ ...over, state: change === 'raised' ? 'raised' : 'cleared', clearedAt: now - 1000 });
        yield request({ change, language, role, channel, alert: finding, vessel: longest, zone: longZone, demo: true });
      }
}

describe('an SMS', () => {
  it('says what, who, where, when, what to do and the reference', () => {
    const { body, subject } = compose(request({ role: 'owner' }));
    const reference = caseReference(alert().caseId);
    expect(body).to.equal(
      `VUOT RANH GIOI: QNa-91234-TS (Hai Au 09) tai 15-28.5N 110-00.0E luc 05:05 24/11. Quay ve ngay, goi truc ban. Ma ${reference}`,
    );
    expect(subject).to.equal(undefined);
    expect(compose(request({ language: 'en' })).body).to.match(
      /^CROSSED BOUNDARY: QNa-91234-TS .* at 15-28\.5N 110-00\.0E at 05:05 24\/11/,
    );
  });

  for (const [kind, over] of Object.entries(findings))
    it(`fits into 160 GSM characters with the longest names: ${kind}`, () => {
      for (const one of everyWay(over, 'sms')) {
        const { body } = compose(one);
        expect(body.length, body).to.be.at.most(160);
        expect(isGsm7(body), body).to.equal(true);
        expect(body, 'label').to.contain('QNa-91234-TS');
        expect(body, 'place').to.match(/\d\d-\d\d\.\dN \d{3}-\d\d\.\dE/);
        expect(body, 'time').to.match(/\d\d:\d\d \d\d\/\d\d/);
        expect(body, 'reference').to.match(/ [0-9A-HJKMNP-TV-Z]{7}$/);
        expect(body).to.match(/^DEMO /);
      }
    });

  it('fits and stays in the alphabet whatever a ship calls itself', function () {
    this.timeout(60_000);
    const one = request();
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        (label, name) => {
          const { body } = compose({ ...one, vessel: { ...vessel, label, name } });
          return body.length <= 160 && isGsm7(body) && !body.includes('\n') && / [0-9A-HJKMNP-TV-Z]{7}$/.test(body);
        },
      ),
    );
  });

  it("names the neighbour's side of the boundary, and how much time is left", () => {
    const details = { neighbourVi: 'Trung Quốc', neighbourEn: 'China', minutesLeft: 18 };
    const said = (kind: string, language: 'vi' | 'en') =>
      compose(request({ language, alert: alert({ kind, details }) })).body.split(': ')[0];
    expect(said('boundary-cross', 'vi')).to.equal('VUOT RANH GIOI phia Trung Quoc');
    expect(said('boundary-cross', 'en')).to.equal('CROSSED BOUNDARY, side of China');
    expect(said('boundary-time', 'vi')).to.equal('CON 18 PHUT TOI RANH GIOI phia Trung Quoc');
  });

  it('does not call a signal restored that was only seen in port', () => {
    const over = (outcome: string) =>
      compose(
        request({
          change: 'cleared',
          alert: alert({ kind: 'silence', state: 'cleared', clearedAt: now, details: { silentHours: 20, outcome } }),
        }),
      ).body.split(': ')[0];
    expect(over('restored')).to.equal('CO LAI KET NOI');
    expect(over('in-port')).to.equal('DA THAY TAU TRONG CANG');
    expect(over('superseded')).to.match(/^DA HET/);
  });

  it('loses its marks and nothing else', () => {
    expect(unaccent('Đồn biên phòng, đường phân định, tuyến lộng')).to.equal(
      'Don bien phong, duong phan dinh, tuyen long',
    );
    expect(toGsm7('[a] {b} “c” – d… € ~ 漁')).to.equal('(a) (b) "c" - d... EUR - ?');
  });

  it('rounds a place once', () => {
    expect(shortPlace(108.99999, 15.99999)).to.equal('16-00.0N 109-00.0E');
    expect(shortPlace(-0.01, -7.5)).to.equal('07-30.0S 000-00.6W');
  });

  it('says that it is over, and when', () => {
    const over = alert({ state: 'cleared', clearedAt: now, clearedLon: 109.5, clearedLat: 15.5 });
    expect(compose(request({ change: 'cleared', alert: over })).body).to.match(
      /^DA QUAY VE trong ranh gioi: QNa-91234-TS .* 15-30\.0N 109-30\.0E luc 07:05 24\/11\. Ma /,
    );
  });

  it('takes back', () => {
    expect(compose(request({ change: 'retracted' })).body).to.match(
      /^RUT LAI canh bao VUOT RANH GIOI: .* Khong can xu ly\. Ma /,
    );
  });
});

describe('an email', () => {
  const email = (over: Partial<MessageRequest> = {}) => compose(request({ channel: 'email', ...over }));

  it('gives the vessel, its people, what, where, when, the fixes on both sides, the rule, its basis, a task and a reference', () => {
    const { subject, body } = email({ publicUrl: 'https://giamsat.example' });
    const reference = caseReference(alert().caseId);
    expect(subject).to.equal(`VƯỢT RANH GIỚI: QNa-91234-TS (Mã ${reference})`);
    for (const part of [
      'Số đăng ký: QNa-91234-TS',
      'Tên tàu: Hải Âu 09',
      'MMSI: 574123456',
      'Chủ tàu: Nguyễn Văn Đức, 0900 100 001',
      'Thuyền trưởng: Trần Thị Ánh, +84 900 100 002',
      'Vùng / ranh giới: Ranh giới phía đông',
      'Lúc: 05:05 24/11/2026 (GMT+7) = 22:05 23/11/2026 UTC',
      'Tại: 15°28.5′N 110°00.0′E',
      'Vị trí cuối trước khi vượt: 15°28.2′N 109°54.0′E, 04:05:00 24/11/2026 (GMT+7)',
      'Vị trí đầu sau khi vượt: 15°28.8′N 110°06.0′E, 06:05:00 24/11/2026 (GMT+7)',
      'nội suy',
      'Quy tắc: Vượt ranh giới (boundary-cross, phiên bản 3)',
      'Cơ sở: Ranh giới cho phép khai thác',
      '- Tiếp nhận cảnh báo',
      `Vụ việc: ${reference}`,
      'https://giamsat.example/?alert=occ-1',
    ])
      expect(body).to.contain(part);
  });

  for (const [kind, over] of Object.entries(findings))
    it(`is whole and has a one-line subject: ${kind}`, () => {
      for (const one of everyWay(over, 'email')) {
        const { subject, body } = compose(one);
        expect(subject).to.match(/^\[DEMO\] [^\p{Cc}]+$/u);
        expect([...subject!].length).to.be.at.most(150);
        expect(body).not.to.match(/undefined|NaN|\[object/);
        expect(body.split('\n')[0], 'says that it is a simulation').to.match(/DEMO/);
      }
    });

  it('shows the last known place of a silent vessel as such', () => {
    const silent = alert(findings.silence);
    expect(email({ alert: silent }).body).to.contain('Vị trí cuối đã biết: 15°28.5′N');
    expect(email({ alert: silent }).body).to.contain('Giờ của các vị trí làm căn cứ:\n- 04:05:00 24/11/2026');
  });

  it('carries no link to a page that its reader cannot open', () => {
    const { body } = email({ role: 'owner', publicUrl: 'https://giamsat.example' });
    expect(body.match(/https:\S+/g)).to.deep.equal([`https://giamsat.example/l/${'*'.repeat(30)}`]);
    expect(email().body).not.to.contain('http');
  });

  it('lets no ship name end a header, fake a line or turn the text around', () => {
    const name = 'EVIL\r\nBcc: x@y.example\u2028Chủ tàu: kẻ khác\u202Etxt\u0000\uD800';
    const { subject, body } = email({ vessel: { ...vessel, label: name, name } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested.
    expect(subject).not.to.match(/[\u0000-\u001f\u2028\u202e\ud800]/);
    expect(body.split('\n').filter((line) => line.startsWith('Bcc') || line.startsWith('Chủ tàu: kẻ'))).to.deep.equal(
      [],
    );
  });

  it('does without vessel, zone and rule', () => {
    const { body } = email({ vessel: undefined, zone: undefined, rule: undefined });
    expect(body).to.contain('Tàu không có trong danh bạ đăng ký: v1').and.to.contain('boundary-cross');
  });

  it('shows a long list of evidence in part, and how much is left', () => {
    const evidence = Array.from({ length: 40 }, (_, i) => now - i * hour);
    const { body } = email({ alert: alert({ ...findings.silence, evidence }) });
    expect(body.match(/^- \d\d:/gm)).to.have.length(12);
    expect(body).to.contain('(+28)');
  });
});

describe('a reference', () => {
  it('is the same for a case for ever, seven readable characters, and seldom shared', () => {
    expect(caseReference('case-1')).to.equal(caseReference('case-1'));
    const all = new Set(Array.from({ length: 10_000 }, (_, i) => caseReference(`case-${i}`)));
    expect(all.size).to.equal(10_000);
    for (const one of all) expect(one).to.match(/^[0-9A-HJKMNP-TV-Z]{7}$/);
  });
});

describe('foreign text', () => {
  it('is cut at a whole character', () => {
    expect(plain('aaa😀bbb', 4)).to.equal('aaa…');
    expect(plain('aaa😀bbb', 5)).to.equal('aaa😀…');
    expect(plain('  a \t b\n', 10)).to.equal('a b');
    expect(plain(crossing().id, 10)).to.equal('occ-1');
  });
});
