import { expect } from 'chai';
import { gearKinds } from '../../geofences/judging/activity.ts';
import { gearName } from '../../geofences/regions/gear-names.ts';
import { explainRule, hasCriterion, ruleKinds } from '../../geofences/rules/index.ts';
import { occurrenceId } from '../../geofences/rules/occurrences.ts';
import { paramProblem } from '../../geofences/rules/params.ts';
import { ruleContradiction, ruleProblem } from '../../geofences/rules/problem.ts';
import type { Rule } from '../../geofences/types.ts';
import { boxZone, lineZone, T0 } from './shapes.ts';

const zones = [
  boxZone('sea', 108, 15, 109, 16, { kind: 'boundary' }),
  lineZone(
    'line',
    [
      [110, 14],
      [110, 17],
    ],
    { ourSide: 'left' },
  ),
];

describe('rule kinds', () => {
  it('explain themselves in both languages from their own params', () => {
    for (const kind of ruleKinds.values()) {
      const { vi, en } = explainRule({ id: 'r', kind: kind.kind, params: {} });
      expect(vi).to.match(/^Báo khi .+\.$/);
      expect(en).to.match(/^Raised when .+\.$/);
      const { consequence, action, minutesToAct } = explainRule({ id: 'r', kind: kind.kind, params: {} });
      for (const words of [consequence, action]) expect(words.vi && words.en, kind.kind).to.match(/\.$/);
      expect(minutesToAct, kind.kind).to.be.above(0);
      for (const spec of kind.params) {
        expect(spec.vi && spec.en, `${kind.kind} ${spec.name}`).to.be.ok;
        const { vi, en } = spec.source;
        // A reader has neither our papers nor, in one language, the words of the other.
        for (const words of [vi, en]) expect(words, `${kind.kind} ${spec.name}`).to.match(/^(?!.*\.md\b).{4,}/);
        expect(vi, `${kind.kind} ${spec.name}`)
          .to.match(/[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/u)
          .and.not.equal(en);
      }
    }
    expect(explainRule({ id: 'r', kind: 'silence', params: { hours: 7 } }).en).to.include('7 h');
  });

  it('say what a nearer boundary leaves of time', () => {
    const told = (kind: string, params: Rule['params']) => explainRule({ id: 'r', kind, params });
    const near = [1, 6, 15, 20].map((withinNm) => told('boundary-approach', { withinNm }));
    expect(near.map(({ minutesToAct }) => minutesToAct)).to.deep.equal([7, 15, 15, 15]);
    expect(near[2]!.consequence.en).to.match(/^At 8 kn .* in 1 h 53 min: it may be across before its next report/);
    expect(near[3]!.consequence.vi).to.match(/sau 2 giờ 30 phút: chỉ còn ít lần báo vị trí/);
    const ahead = [{}, { horizonMin: 5 }, { horizonMin: 60 }].map((params) => told('boundary-time', params));
    expect(ahead.map(({ minutesToAct }) => minutesToAct)).to.deep.equal([15, 5, 15]);
  });

  it('refuse what they do not know, in a sentence', () => {
    const known = new Map(zones.map((zone) => [zone.id, zone]));
    const problem = (made: Partial<Rule>) => ruleProblem({ id: 'r', kind: 'zone-enter', ...made }, known)?.en;
    expect(problem({ zones: ['sea'], params: { confirm: 3 } })).to.equal(undefined);
    expect(problem({ kind: 'zone-dance' })).to.include('unknown kind "zone-dance"');
    expect(problem({ zones: ['atlantis'] })).to.include('unknown zone "atlantis"');
    expect(problem({ params: { konfirm: 1 } })).to.include('unknown param "konfirm"');
    expect(problem({ params: { confirm: 0 } })).to.include('at least 1');
    expect(problem({ zones: ['line'] })).to.include('needs an area');
    expect(problem({ zones: [] })).to.include('would watch nothing');
    expect(problem({ zones: ['sea'], priority: 9 as 1 })).to.include('priority must be');
    expect(ruleProblem({ id: 'r', name: 'Vào cảng', kind: 'zone-enter', params: { confirm: 0 } }, known)!.vi).to.equal(
      'quy tắc “Vào cảng”: tham số “confirm” (Số vị trí liên tiếp cần có để xác nhận (1 = ngay lập tức)) không được nhỏ hơn 1',
    );
  });

  it('refuse a time without its zone, and a sea ban or list that checks nothing', () => {
    const known = new Map(zones.map((zone) => [zone.id, zone]));
    const departure = (params: Rule['params']): Rule => ({ id: 'r', kind: 'departure', params });
    expect(ruleProblem(departure({ banFrom: '2026-03-01T10:00' }), known)?.en).to.include('a time with its zone');
    expect(ruleProblem(departure({ banFrom: '2026-03-01T10:00+07:00' }), known)).to.equal(undefined);
    expect(ruleProblem(departure({ banTo: '2026-02-29' }), known)!.en, 'no such day').to.include('must be a date');
    expect(ruleProblem(departure({ banFrom: '2028-02-01', banTo: '2028-02-29' }), known)).to.equal(undefined);
    expect(hasCriterion(departure({ licence: false, certificate: false, highRisk: false }))).to.equal(false);
  });

  it('refuse what could never be said, naming the two that contradict each other', () => {
    const against = (kind: string, params: Rule['params']) => ruleContradiction({ id: 'r', kind, params });
    const contradictory: [string, Rule['params']][] = [
      ['speed-range', { minKn: 9, maxKn: 3 }],
      ['drifting', { minKn: 5, maxKn: 1 }],
      ['departure', { banFrom: '2026-09-25', banTo: '2026-09-20' }],
      ['departure', { banTo: '2026-09-20' }],
      ['wrong-zone', { coastalBelowM: 15, inshoreBelowM: 12 }],
      ['closed-area', { fromLengthM: 15, belowLengthM: 15 }],
      ['silence', { hours: 6, untilHours: 6 }],
      ['silence', { hours: 192, deadlineHours: 100 }],
      ['reporting-rate', { windowHours: 6 }],
      ['port-visit', { stopKn: 2 }],
    ];
    for (const [kind, params] of contradictory) {
      const said = against(kind, params);
      expect(said, `${kind} ${JSON.stringify(params)}`).to.have.keys('vi', 'en');
      expect(ruleProblem({ id: 'r', kind, params }, new Map())!.en).to.equal(`rule "r": ${said!.en}`);
    }
    expect(against('departure', { banFrom: '2026-09-25', banTo: '2026-09-20' })!.vi).to.equal(
      '“Cấm biển từ” (25/09/2026) không được vượt “Cấm biển đến hết” (20/09/2026)',
    );
    expect(against('departure', { banFrom: '2026-09-25', banTo: '2026-09-25' })).to.equal(undefined);
    expect(against('speed-range', { minKn: 3 })).to.equal(undefined);
  });

  it('tell of every number and list that is not the default, and write it as the language does', () => {
    const told = (kind: string, params: Rule['params']) => explainRule({ id: 'r', kind, params });
    for (const kind of ruleKinds.values()) {
      const usual = explainRule({ id: 'r', kind: kind.kind });
      expect(usual.vi, kind.kind).to.not.match(/\d\.\d|Đặt riêng|Áp dụng/);
      for (const spec of kind.params) {
        if (spec.type === 'time') continue;
        const other = spec.default === spec.max ? spec.min : spec.max;
        const value = {
          boolean: !spec.default,
          choice: spec.choices?.find((one) => one !== spec.default),
          number: other,
          zones: ['a', 'b'],
          'zone-kinds': [
            spec.choices?.find((one) => !(spec.default as string[]).includes(one)) ?? spec.choices?.[0] ?? '',
          ],
          gears: spec.choices?.slice(0, 2),
          'fix-flags': spec.choices?.slice(0, 2),
        };
        const params = { [spec.name]: value[spec.type] };
        expect(
          paramProblem(kind.params, params, () => true),
          `${kind.kind} ${spec.name}`,
        ).to.equal(undefined);
        const changed = told(kind.kind, params);
        for (const language of ['vi', 'en'] as const)
          expect(changed[language], `${kind.kind} ${spec.name}`).to.not.equal(usual[language]);
      }
    }
    expect(told('zone-enter', { hysteresisNm: 1.5, appliesTo: 'registered' }).vi).to.match(
      /\. Đặt riêng: Khoảng đệm quanh đường ranh giới: 1,5 hải lý\. Chỉ áp dụng cho tàu đăng ký Việt Nam\.$/,
    );
    expect(told('silence', { hours: 4380 }).vi).to.include('không gửi tín hiệu quá 6 tháng trên biển');
    expect(told('silence', { hours: 4380 }).en).to.include('for more than 6 months at sea');
    expect(told('silence', { hours: 720 }).en).to.include('for more than 30 days at sea');
    const anywhere = told('declaration-missed', { onlyAtSea: false });
    expect(anywhere.vi).to.include('mất kết nối, ở biển hay trong cảng (từ').and.not.include('đã ở trong cảng');
    expect(anywhere.en).to.include('lost its signal, at sea or in port (from').and.not.include('when it is in port');
    for (const kind of gearKinds) expect(gearName(kind), kind).to.have.keys('vi', 'en');
    const closed = told('closed-area', { gears: ['trawl', 'purse-seine'], fromLengthM: 15, belowLengthM: 24 });
    expect(closed.vi).to.include('Báo khi tàu dài từ 15 m đến dưới 24 m làm nghề lưới kéo hoặc lưới vây có dấu hiệu');
    expect(closed.en).to.include('when a vessel of 15 m to below 24 m with trawls or purse seines shows fishing');
    expect(told('silence', { exceptZones: ['a', 'b'] }).vi).to.match(/cũng được coi như trong cảng: 2 vùng\.$/);
    expect(told('zone-enter', { zoneKinds: ['port', 'shelter'] }).en).to.match(
      /Set apart: Watches every zone of these kinds: fishing ports, storm shelters\.$/,
    );
    const choosing = told('boundary-cross', { leaveAside: ['coarse', 'timeEstimated'], appliesTo: 'all' });
    expect(choosing.vi).to.match(
      / Không xét các vị trí: lưới thô \(AIS loại 27\); giờ lấy theo lúc nhận\. Áp dụng cho mọi tàu/,
    );
    expect(choosing.en).to.include('Leaves aside fixes with: a coarse grid (AIS type 27); a time taken from when');
    expect(told('departure', { banFrom: '2026-09-25' }).vi).to.include('từ 25/09/2026');
    expect(told('departure', { banFrom: '2026-09-25' }).en).to.include('from 2026-09-25');
  });

  it('give no two of a million findings the same id', () => {
    const ids = new Set<string>();
    for (let i = 0; i < 1_000_000; i++) ids.add(occurrenceId('boundary-cross', 1, `v${i % 1000}`, 'sea', T0 + i));
    expect(ids.size).to.equal(1_000_000);
  }).timeout(30_000);
});
