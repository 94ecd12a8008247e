import { expect } from 'chai';
import type { IdentityRow, SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import { groupsOf } from '../../web/console/alert-groups.ts';
import { lateWords } from '../../web/console/alert-late.ts';
import { freshIn, knownOf, waitsAgain } from '../../web/console/alert-news.ts';
import { alikeTo, frozen, neighbour, ordered } from '../../web/console/alert-order.ts';
import { isAudible } from '../../web/console/alert-states.ts';
import { Announcements, TOGETHER_MS } from '../../web/console/announcing.ts';
import { searchIdentities } from '../../web/console/search.ts';
import { scaleBar } from '../../web/map/scale.ts';
import { viewOf, withoutView, withView, zoomFor } from '../../web/map/view-link.ts';
import { ageWords, localStamp, utcStamp } from '../../web/ui/format.ts';
import { feedHealth } from '../../web/ui/health.ts';
import { pageOf } from '../../web/ui/router.ts';
import { smsSize } from '../../web/ui/sms.ts';

function alert(id: string, priority: 1 | 2 | 3 | 4, raisedAt: number, state: Alert['response']['state']): Alert {
  return {
    id,
    occurrence: { priority, raisedAt } as Alert['occurrence'],
    response: { state },
    caseId: 'c',
    text: { vi: id, en: id },
    detectedAt: raisedAt,
    changeSeq: 1,
  };
}
const ids = (alerts: Alert[]): string[] => alerts.map(({ id }) => id);

describe('the alert list', () => {
  const alerts = [
    alert('acknowledged P1', 1, 9, 'acknowledged'),
    alert('old P2', 2, 1, 'unacknowledged'),
    alert('new P2', 2, 5, 'unacknowledged'),
    alert('P1', 1, 2, 'unacknowledged'),
    alert('P1 that is over', 1, 8, 'returned'),
  ];

  it('has unacknowledged first, then priority, then the newest', () => {
    expect(ids(ordered(alerts))).to.deep.equal(['P1', 'new P2', 'old P2', 'P1 that is over', 'acknowledged P1']);
  });

  it('stands still while it is held, counts what waits and drops what is gone', () => {
    const later = ordered([...alerts.slice(1), alert('newest P1', 1, 10, 'unacknowledged')]);
    const { shown, hidden } = frozen(later, ['P1', 'new P2', 'old P2', 'P1 that is over', 'acknowledged P1']);
    expect(ids(shown)).to.deep.equal(['P1', 'new P2', 'old P2', 'P1 that is over']);
    expect(ids(hidden)).to.deep.equal(['newest P1']);
  });

  it('offers together what waits of one rule, and never the most urgent', () => {
    const of = (
      id: string,
      priority: 1 | 2 | 3,
      ruleId: string,
      state: Alert['response']['state'] = 'unacknowledged',
    ) => {
      const one = alert(id, priority, 1, state);
      return { ...one, occurrence: { ...one.occurrence, ruleId } };
    };
    const rows = [
      of('a', 2, 'r'),
      of('b', 2, 'r', 'returned'),
      of('c', 1, 'r'),
      of('d', 2, 'other'),
      of('e', 2, 'r', 'acknowledged'),
    ];
    expect(ids(alikeTo(rows[0]!, rows))).to.deep.equal(['a', 'b']);
    expect(ids(alikeTo(rows[2]!, rows))).to.deep.equal([]);
  });

  it('is news when one waits that did not, or waits again, or more gravely; the gravest first', () => {
    const known = knownOf([
      ...alerts,
      alert('P3', 3, 1, 'unacknowledged'),
      alert('P2 of a P1', 1, 1, 'unacknowledged'),
    ]);
    const later = [
      ...alerts.map((one) => ({ ...one, response: { state: 'unacknowledged' as const } })),
      alert('P3', 2, 1, 'unacknowledged'),
      alert('P2 of a P1', 2, 1, 'unacknowledged'),
      alert('taken up at once', 1, 1, 'acknowledged'),
      alert('new P3', 3, 1, 'unacknowledged'),
    ];
    const fresh = freshIn(later, known);
    expect(ids([...fresh])).to.deep.equal(['acknowledged P1', 'P3', 'new P3']);
    expect(fresh.map((one) => waitsAgain(one, known))).to.deep.equal([true, false, false]);
    const restated = [
      { ...alert('another id', 1, 1, 'unacknowledged'), restates: ['older', 'P1'] },
      { ...alert('graver', 1, 1, 'unacknowledged'), restates: ['old P2'] },
    ];
    expect(ids([...freshIn(restated, known)])).to.deep.equal(['graver']);
  });

  it('calls until it is taken up or silenced, and no more once it was taken back', () => {
    const waits = alert('P1', 1, 1, 'unacknowledged');
    expect(isAudible(waits)).to.equal(true);
    expect(isAudible(alert('P1', 1, 1, 'acknowledged'))).to.equal(false);
    expect(isAudible({ ...waits, response: { ...waits.response, silencedAt: 2 } })).to.equal(false);
    expect(isAudible({ ...waits, occurrence: { ...waits.occurrence, state: 'retracted' } })).to.equal(false);
  });

  it('is told to a screen reader in two sentences every five seconds at most, however many come', () => {
    const heard = new Announcements();
    const known = knownOf([alert('taken up', 2, 1, 'acknowledged')]);
    const urgent: (string | undefined)[] = [];
    const others: (string | undefined)[] = [];
    // Ten alerts a second for a minute, each third a P1; what waits again comes in the midst of them.
    for (let tenth = 0; tenth < 600; tenth++) {
      const one = alert(`a${tenth}`, tenth % 3 === 0 ? 1 : 2, tenth, 'unacknowledged');
      heard.add(tenth === 100 ? [one, alert('taken up', 2, 1, 'unacknowledged')] : [one], known);
      urgent.push(heard.takeUrgent(tenth * 100));
      if (tenth % (TOGETHER_MS / 100) === 0) others.push(heard.takeOthers());
    }
    const said = urgent.filter((one) => one !== undefined);
    expect(urgent[0], 'the first at once').to.equal('a0');
    expect(said).to.have.length(60_000 / TOGETHER_MS);
    expect(said[1]).to.equal('a3 Và 15 cảnh báo khẩn nữa.');
    expect(said[2]).to.equal('a51 Và 17 cảnh báo khẩn nữa.');
    expect(others.filter((one) => one !== undefined)).to.have.length(60_000 / TOGETHER_MS - 1);
    expect(others[1]).to.equal('34 cảnh báo mới');
    expect(heard.takeUrgent(59_999), 'nothing twice in five seconds').to.equal(undefined);
  });

  it('is told to a screen reader as one that waits again', () => {
    const heard = new Announcements();
    heard.add([alert('taken up', 2, 1, 'unacknowledged')], knownOf([alert('taken up', 2, 1, 'acknowledged')]));
    expect(heard.takeUrgent(0)).to.equal('Cảnh báo phải tiếp nhận lại: taken up');
    expect([heard.takeUrgent(TOGETHER_MS), heard.takeOthers()]).to.deep.equal([undefined, undefined]);
  });

  it('moves by one and stops at both ends', () => {
    const shown = ordered(alerts);
    expect(neighbour(shown, undefined, 1)?.id).to.equal('P1');
    expect(neighbour(shown, 'P1', 1)?.id).to.equal('new P2');
    expect(neighbour(shown, 'P1', -1)?.id).to.equal('P1');
    expect(neighbour([], 'P1', 1)).to.equal(undefined);
  });
});

describe('an alert of what is past', () => {
  const known = (lateMin: number): Alert => ({
    ...alert('a', 1, 1_000_000, 'unacknowledged'),
    detectedAt: 1_000_000 + lateMin * 60_000,
  });

  it('says how late it became known, and when', () => {
    expect(lateWords(known(9))).to.equal(undefined);
    expect(lateWords(known(45)))
      .to.contain('45 phút')
      .and.contain('GMT+7');
    expect(lateWords(known(10 * 24 * 60))).to.contain('10 ngày');
  });
});

describe('the search', () => {
  const rows: IdentityRow[] = [
    {
      slot: 0,
      id: 'a',
      label: 'QNa-91234-TS',
      registration: 'QNa-91234-TS',
      name: 'Đại Dương',
      kind: 'vessel',
      registered: true,
      expectedIntervalMin: 120,
    },
    {
      slot: 1,
      id: 'b',
      label: 'EVER GIVEN',
      name: 'EVER GIVEN',
      mmsi: 353136000,
      kind: 'vessel',
      registered: false,
      expectedIntervalMin: 6,
    },
  ];
  const found = (query: string): string[] => searchIdentities(rows, query).map(({ id }) => id);

  it('finds a registration however it is typed', () => {
    for (const query of ['qna 91234', 'QNA91234', 'qna-91234-ts', '91234'])
      expect(found(query), query).to.deep.equal(['a']);
  });

  it('finds names without marks, with đ as d', () => {
    expect(found('dai duong')).to.deep.equal(['a']);
    expect(found('ĐẠI')).to.deep.equal(['a']);
  });

  it('finds an MMSI, and nothing for nothing', () => {
    expect(found('353136')).to.deep.equal(['b']);
    expect(found('  - ')).to.deep.equal([]);
  });
});

describe('small print', () => {
  it('counts SMS as the network does', () => {
    expect(smsSize('a'.repeat(160))).to.deep.equal({ characters: 160, segments: 1, alphabet: 'GSM-7' });
    expect(smsSize('a'.repeat(161)).segments).to.equal(2);
    expect(smsSize('ạ'.repeat(70)).segments).to.equal(1);
    expect(smsSize('ạ'.repeat(71))).to.deep.equal({ characters: 71, segments: 2, alphabet: 'UCS-2' });
    expect(smsSize('['.repeat(81)).segments).to.equal(2);
  });

  it('tells ages in words, also those of an old log', () => {
    expect(ageWords(5000)).to.equal('5 giây trước');
    expect(ageWords(89 * 60_000)).to.equal('89 phút trước');
    expect(ageWords(7.3 * 365.25 * 86_400_000)).to.equal('7 năm trước');
    expect(ageWords(-3_600_000)).to.contain('tương lai');
  });

  it('shows GMT+7 with the right day beside UTC', () => {
    const time = Date.UTC(2026, 10, 23, 18, 5, 9);
    expect(localStamp(time)).to.equal('24/11/2026 01:05:09 GMT+7');
    expect(utcStamp(time)).to.equal('23/11/2026 18:05:09 UTC');
  });

  it('draws a scale of a round number of miles that fits', () => {
    for (const nmPerPixel of [0.003, 0.1, 1, 7]) {
      const { nm, px } = scaleBar(nmPerPixel, 120);
      expect(px).to.be.within(40, 120);
      expect(nm / 10 ** Math.floor(Math.log10(nm))).to.be.closeTo(
        Math.round(nm / 10 ** Math.floor(Math.log10(nm))),
        1e-9,
      );
    }
  });

  it('knows its pages', () => {
    expect(pageOf('/')).to.deep.equal({ name: 'console' });
    expect(pageOf('/vessel/a%2Fb')).to.deep.equal({ name: 'console', vesselId: 'a/b' });
    expect(pageOf('/case/7')).to.deep.equal({ name: 'case', id: '7' });
    for (const path of ['/vessel', '/case/1/2', '/nothing', '/outbox/1'])
      expect(pageOf(path).name, path).to.equal('unknown');
  });

  it('does not call a silent feed healthy because its socket is open', () => {
    const feed = { state: 'open', lastByteAt: 0 } as SystemStatus['feeds'][number];
    const health = (...feeds: SystemStatus['feeds']): string => feedHealth({ feeds } as SystemStatus, 600_000);
    expect(health({ ...feed, lastByteAt: 590_000 })).to.equal('good');
    expect(health({ ...feed, lastByteAt: 590_000 }, feed)).to.equal('waiting');
    expect(health(feed)).to.equal('bad');
    expect(health({ ...feed, state: 'ended' })).to.equal('good');
    expect(health()).to.equal('waiting');
    const unused = { state: 'open' } as SystemStatus['feeds'][number];
    expect(health(unused)).to.equal('waiting');
    expect(health({ ...feed, lastByteAt: 590_000 }, unused)).to.equal('good');
    expect(health({ ...feed, state: 'ended' }, unused)).to.equal('waiting');
  });
});

describe('groups of alerts', () => {
  const of = (id: string, vesselId: string, ruleId: string): Alert => {
    const made = alert(id, 1, 1, 'unacknowledged');
    return { ...made, occurrence: { ...made.occurrence, vesselId, ruleId } };
  };
  const list = [of('1', 'a', 'cross'), of('2', 'b', 'near'), of('3', 'a', 'near'), of('4', 'c', 'cross')];
  const told = (by: 'none' | 'vessel' | 'rule'): string[] =>
    groupsOf(list, by).map(({ lead, rest }) => [lead, ...rest].map(({ id }) => id).join('+'));

  it('stand where their first alert stood, and lose none', () => {
    expect(told('none')).to.deep.equal(['1', '2', '3', '4']);
    expect(told('vessel')).to.deep.equal(['1+3', '2', '4']);
    expect(told('rule')).to.deep.equal(['1+4', '2+3']);
  });
});

describe('a link to what the map shows', () => {
  it('says where, how near and when, beside what the address says already', () => {
    const view = { lon: 109.3456, lat: -16.5, zoom: 9.5, time: Date.UTC(2026, 10, 26, 11) };
    const address = withView('/vessel/v1?f.states=stopped', view);
    expect(address).to.equal('/vessel/v1?f.states=stopped&view=-16.5000,109.3456,9.5&time=2026-11-26T11:00:00.000Z');
    expect(viewOf(address)).to.deep.equal(view);
    expect(viewOf(withView(address, { lon: 1, lat: 2, zoom: 3 }))).to.deep.equal({ lon: 1, lat: 2, zoom: 3 });
    expect(withoutView(address)).to.equal('/vessel/v1?f.states=stopped');
  });

  it('takes the pinned tracks along, and shows all of a larger map on a smaller one', () => {
    const size = { width: 1000, height: 700 };
    const view = { lon: 110, lat: 15, zoom: 9, size, tracks: ['v1', 'v2'], colouring: 'speed' as const };
    const address = withView('/vessel/v1', view);
    expect(address).to.equal('/vessel/v1?view=15.0000,110.0000,9&size=1000x700&tracks=v1,v2&colour=speed');
    expect(viewOf(address)).to.deep.equal(view);
    expect(withoutView(address)).to.equal('/vessel/v1');
    const zoomOn = (width: number, height: number): number => zoomFor(view, { width, height });
    expect([zoomOn(1000, 700), zoomOn(2000, 1400), zoomOn(960, 700)]).to.deep.equal([9, 9, 9]);
    expect([zoomOn(800, 700), zoomOn(1000, 400), zoomOn(360, 500), zoomOn(0, 0)]).to.deep.equal([8, 8, 7, 9]);
    for (const odd of ['size=0x5', 'size=axb', 'size=99999x2', 'tracks=', 'colour=plain', 'colour=red'])
      expect(viewOf(`/?view=1,2,3&${odd}`), odd).to.deep.equal({ lat: 1, lon: 2, zoom: 3 });
  });

  it('asks for nothing when it is not a place', () => {
    for (const said of [
      '',
      '1,2',
      '1,2,3,4',
      '91,0,5',
      '0,181,5',
      '0,0,99',
      '0,0,',
      'x,y,z',
      'NaN,0,5',
      '0,Infinity,5',
    ])
      expect(viewOf(`/?view=${said}`), said).to.equal(undefined);
    expect(viewOf('/?view=1,2,3&time=never')).to.deep.equal({ lat: 1, lon: 2, zoom: 3 });
  });
});
