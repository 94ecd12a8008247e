import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createEngine } from '../../geofences/engine.ts';
import { METRES_PER_NM } from '../../geofences/geometry/ellipsoid.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { neighbourAt } from '../../geofences/neighbour.ts';
import { formatCourse, formatHours, formatPosition, formatTime, intervalTexts } from '../../geofences/position-text.ts';
import { DEMO_BOUNDARY_ID, type VietnamMaritimeData, vietnamZones } from '../../geofences/regions/vietnam.ts';
import { defaultRules } from '../../geofences/regions/vietnam-rules.ts';
import { explainRule, hasCriterion } from '../../geofences/rules/index.ts';
import { ruleProblem } from '../../geofences/rules/problem.ts';
import { occurrenceText } from '../../geofences/sentences.ts';
import type { OccurrenceChange, Zone } from '../../geofences/types.ts';
import { fixAt } from './shapes.ts';

const file = new URL('../../geofences/regions/data/vietnam-maritime.json', import.meta.url);
const data = JSON.parse(readFileSync(file, 'utf8')) as VietnamMaritimeData;
const zones = vietnamZones(data);
const locator = new Locator(zones);
const at = (lon: number, lat: number) => locator.locate(lon, lat, []).map((index) => zones[index]!.id);
const zone = (id: string): Zone => zones.find((known) => known.id === id)!;

describe("Vietnam's zones", () => {
  it('have ids of their own, each its source and its faults', () => {
    expect(new Set(zones.map(({ id }) => id)).size).to.equal(zones.length);
    for (const { id, properties } of zones) {
      const { source, faults, name, nameEn } = properties;
      expect(source && faults && name && nameEn, id).to.be.ok;
    }
    expect(zone(DEMO_BOUNDARY_ID).properties).to.include({ demoOnly: true });
    expect(zone(DEMO_BOUNDARY_ID).properties.faults).to.include('Do not use for enforcement');
  });

  it('hold Vietnamese waters and islands inside the demonstration boundary, and other coasts outside', () => {
    const inside = {
      'Đà Nẵng': [108.25, 16.1],
      'Hoàng Sa': [112.34, 16.83],
      'Trường Sa': [111.92, 8.645],
      'Đá Tây': [112.2, 8.85],
      'Phú Quốc': [103.96, 10.22],
      'Bạch Long Vĩ': [107.73, 20.13],
      'Thổ Chu': [103.48, 9.31],
    };
    const outside = {
      'Hải Nam': [109.5, 18.2],
      'Tây Hải Nam': [108.3, 19],
      Bangkok: [101, 12.5],
      Singapore: [104, 1.3],
      Palawan: [119, 11],
      'Phòng Thành': [108.35, 21.5],
    };
    for (const [name, [lon, lat]] of Object.entries(inside)) expect(at(lon!, lat!), name).to.include(DEMO_BOUNDARY_ID);
    for (const [name, [lon, lat]] of Object.entries(outside)) expect(at(lon!, lat!), name).to.deep.equal([]);
  });

  it('put every port inside the boundary, in itself, and far from the arbitrary inland side', () => {
    for (const { id, geometry, properties } of zones) {
      if (properties.kind !== 'port' || geometry.type !== 'Point') continue;
      const [lon, lat] = geometry.coordinates;
      expect(at(lon, lat)).to.include.members([id, DEMO_BOUNDARY_ID]);
      const edge = locator.nearest(locator.indexOf.get(DEMO_BOUNDARY_ID)!, lon, lat)!;
      expect(edge.distanceNm, id).to.be.above(6.5);
    }
  });

  it('do not let a port in a doubtful place excuse anybody', () => {
    const doubtful = zones.filter(({ properties }) => properties.name.match(/Cù Lao Chàm|Ròon/));
    expect(doubtful.map(({ properties }) => properties.kind)).to.deep.equal(['monitored', 'monitored']);
    for (const { properties } of doubtful) expect(properties.faults).to.include('suspect');
  });

  it('divide the sea into coastal, inshore and offshore without overlap', () => {
    const areas = ['area-coastal', 'area-inshore', 'area-offshore'];
    const waters: [number, number, string][] = [
      [108.3, 16.15, 'area-coastal'],
      [109.9, 13, 'area-inshore'],
      [112, 12, 'area-offshore'],
      [107, 19, 'area-offshore'],
      [104.2, 8.2, 'area-inshore'],
    ];
    for (const [lon, lat, area] of waters)
      expect(at(lon, lat).filter((id) => areas.includes(id))).to.deep.equal([area]);
    for (let lon = 102.05; lon < 118; lon += 0.2) {
      for (let lat = 6.03; lat < 22; lat += 0.2) {
        expect(at(lon, lat).filter((id) => areas.includes(id)).length, `${lon} ${lat}`).to.be.at.most(1);
      }
    }
  });

  it('know which side of the treaty lines is Vietnamese', () => {
    const ways = {
      'line-tonkin-2000': [107.0, 19.0, 107.6, 19.0],
      'line-indonesia-2003': [108, 7, 108, 6.2],
      'line-thailand-1997': [103, 8.6, 102.2, 8],
    };
    for (const [id, [lonA, latA, lonB, latB]] of Object.entries(ways)) {
      const out = locator.cross(lonA!, latA!, lonB!, latB!).find((met) => zones[met.zone]!.id === id);
      expect(out, id).to.include({ change: 'passed', outwards: true });
    }
  });

  it('name the neighbour where the border is that of a treaty or of shared waters, and nobody elsewhere', () => {
    const beyond = (lon: number, lat: number) => neighbourAt(zone(DEMO_BOUNDARY_ID), lon, lat)?.vi;
    expect(beyond(103.4, 10.2), 'Phú Quốc').to.equal('Campuchia');
    expect(beyond(102.6, 8.3), 'K–C').to.equal('Thái Lan');
    expect(beyond(104.8, 6.6), 'south-west').to.equal('Malaysia');
    expect(beyond(108, 6.6), 'X1').to.equal('Indonesia');
    expect(beyond(107.16, 19), 'gulf').to.equal('Trung Quốc');
    for (const [lon, lat] of [
      [112, 17.6],
      [116.8, 13.5],
      [114.7, 7.2],
      [103, 9.6],
    ]) {
      expect(beyond(lon!, lat!), `${lon} ${lat}`).to.equal(undefined);
    }
    expect(neighbourAt(zone('line-indonesia-2003'), 108, 6.6)?.en).to.equal('Indonesia');
  });

  it('come with rules that are all in order, each with its criterion, words, priority and time to act', () => {
    const known = new Map(zones.map((entry) => [entry.id, entry]));
    const rules = defaultRules();
    expect(rules.map(({ id, priority }) => `${id} ${priority}`)).to.have.members([
      'boundary-cross 1',
      'boundary-near-1 1',
      'boundary-time 2',
      'boundary-near-6 3',
      'boundary-near-15 4',
      'silence-late 4',
      'silence-warn 3',
      'silence-loss 2',
      'declaration-missed 3',
      'silence-8-days 3',
      'silence-10-days 2',
      'silence-6-months 4',
      'silence-port 4',
      'provider-outage 2',
      'closed-area 2',
      'wrong-zone 3',
      'port-enter 4',
      'port-leave 4',
      'distress 1',
      'departure 2',
      'vms-silent-ais-heard 2',
      'drifting 3',
      'identity-conflict 3',
      'co-location 2',
      'reporting-rate 4',
      'impossible-jump 4',
      'frozen-position 4',
      'swapped-position 4',
      'position-on-land 4',
    ]);
    for (const rule of rules) {
      expect(ruleProblem(rule, known), rule.id).to.equal(undefined);
      expect(hasCriterion(rule), rule.id).to.equal(true);
      const { vi, en, consequence, action, minutesToAct } = explainRule(rule);
      for (const words of [vi, en, consequence.vi, consequence.en, action.vi, action.en, rule.name, rule.nameEn]) {
        expect(words, rule.id)
          .to.be.a('string')
          .and.not.match(/undefined|NaN|^$/);
      }
      expect(minutesToAct, rule.id).to.be.above(0);
    }
  });
});

describe('sentences', () => {
  /** From Đà Nẵng out over the boundary, then silent, then back. */
  function voyage(): OccurrenceChange[] {
    const engine = createEngine({ zones, rules: defaultRules() });
    engine.setVessel({ id: 'v', kind: 'vessel', flag: 'VNM', reportingIntervalMin: 120 });
    const way = [
      [0, 108.24, 16.1],
      [2, 108.24, 16.1],
      [4, 108.6, 16.3],
      [6, 109, 16.7],
      [8, 109.3, 16.83],
      [10, 109.4, 17],
      [12, 109.4, 17.2],
      [20, 109.4, 17.2],
      [22, 109.2, 16.6],
      [24, 109, 16.4],
    ];
    const fixes = way.map(([hours, lon, lat]) => fixAt(hours!, lon!, lat!, { speedKn: 8.2, courseDeg: 45 }));
    return fixes.flatMap((fix) => [...engine.accept('v', [fix]), ...engine.tick(fix.fixTime)]);
  }

  it('tell a voyage in both languages, with place, both clocks and what is not certain', () => {
    const changes = voyage();
    const told = (rule: string, change: string) => {
      const found = changes.find((known) => known.occurrence.ruleId === rule && known.change === change)!;
      const { name, nameEn } = zone(found.occurrence.zoneId ?? DEMO_BOUNDARY_ID).properties;
      return occurrenceText(found.occurrence, { vesselLabel: 'QNa-91234-TS', zoneName: name, zoneNameEn: nameEn });
    };
    expect(told('boundary-cross', 'raised').vi).to.match(
      /^QNa-91234-TS vượt “Ranh giới .+” ra ngoài lúc 01\/03 15:\d\d \(GMT\+7\) \(01\/03 08:\d\d UTC\) tại 16°5\d\.\d′N 109°\d\d\.\d′E, vận tốc 8,2 hải lý\/giờ, hướng 045°; nội suy giữa .+\.$/,
    );
    expect(told('boundary-cross', 'cleared').en).to.include('It came back at');
    expect(told('silence-loss', 'raised').vi).to.include('không có tín hiệu trong 6 giờ 00 phút');
    expect(told('silence-loss', 'cleared').en).to.include('after 8 h 00 min');
    expect(told('boundary-near-6', 'raised').en).to.match(/is \d\.\d nm from “Permitted/);
    expect(told('port-leave', 'raised').vi).to.include('ra khỏi “Cảng cá Thọ Quang”');
  });

  it('write positions and times as seafarers do', () => {
    expect(formatPosition(108.6833, 15.4717)).to.equal('15°28.3′N 108°41.0′E');
    expect(formatPosition(-0.99999, -9.99999)).to.equal('10°00.0′S 001°00.0′W');
    expect(formatTime(Date.UTC(2026, 2, 31, 18, 5))).to.equal('01/04 01:05 (GMT+7) = 31/03 18:05 UTC');
    const noon = Date.UTC(2026, 2, 31, 5, 0, 10);
    expect(intervalTexts(noon, noon + 60_000)).to.deep.equal(['31/03 12:00 (GMT+7)', '31/03 12:01 (GMT+7)']);
    expect(intervalTexts(noon, noon + 7_000)).to.deep.equal(['31/03 12:00:10 (GMT+7)', '31/03 12:00:17 (GMT+7)']);
    expect([formatCourse(359.7), formatCourse(4)]).to.deep.equal(['000°', '004°']);
    expect(formatHours(6.999, 'vi')).to.equal('7 giờ 00 phút');
    expect(METRES_PER_NM).to.equal(1852);
  });
});
