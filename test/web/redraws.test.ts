/** How redraws of the map's layers share the frames of the display. The display is this test. */
import { expect } from 'chai';
import { drawNever, drawSoon } from '../../web/map/redraws.ts';

describe('redraws of the map', () => {
  const page = globalThis as { requestAnimationFrame?: unknown };
  const usual = page.requestAnimationFrame;
  let frames: (() => void)[] = [];
  let drawn: string[] = [];
  /** A layer whose redraw takes longer than a frame's share. */
  const slow = (name: string) => (): void => {
    drawn.push(name);
    for (const end = performance.now() + 5; performance.now() < end; );
  };
  const frame = (): string[] => {
    drawn = [];
    const due = frames;
    frames = [];
    for (const callback of due) callback();
    return drawn;
  };

  before(() => {
    page.requestAnimationFrame = (callback: () => void) => frames.push(callback);
  });
  after(() => {
    page.requestAnimationFrame = usual;
  });

  it('puts slow ones into frames of their own, the upper layers first, and each once however often it is asked for', () => {
    const [land, vessels, names] = [slow('land'), slow('vessels'), slow('names')];
    drawSoon(land, 1);
    drawSoon(vessels, 3);
    drawSoon(names, 2);
    drawSoon(vessels, 3);
    expect(frames).to.have.length(1);
    expect([frame(), frame(), frame(), frame()]).to.deep.equal([['vessels'], ['names'], ['land'], []]);
  });

  it('draws what is quickly done in one frame', () => {
    const quick = ['a', 'b', 'c'].map((name) => () => void drawn.push(name));
    for (const [i, draw] of quick.entries()) drawSoon(draw, -i);
    expect(frame()).to.deep.equal(['a', 'b', 'c']);
    expect(frames).to.have.length(0);
  });

  it('lets a layer that asks again with every frame keep nobody waiting, and forgets what is not wanted any more', () => {
    const restless = (): void => {
      slow('restless')();
      drawSoon(restless, 3);
    };
    const [patient, gone] = [slow('patient'), slow('gone')];
    drawSoon(restless, 3);
    drawSoon(patient, 2);
    drawSoon(gone, 1);
    drawNever(gone);
    expect([frame(), frame(), frame()]).to.deep.equal([['restless'], ['patient'], ['restless']]);
    drawNever(restless);
  });
});
