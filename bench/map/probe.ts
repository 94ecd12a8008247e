/** What is measured inside a page. It is given to the browser as text: nothing outside the function is there. */

/** Milliseconds, one a frame, a redraw, an event. */
export interface Taken {
  /** Between two frames of the display. */
  frames: number[];
  /** Of the layer of vessels. */
  redraws: number[];
  /** From a move of the mouse to the page hearing of it, as the browser stamps both. */
  inputDelays: number[];
  /** To find the vessel under the pointer and show it. */
  hovers: number[];
}

export interface Probe {
  begin(): void;
  /** Nothing is kept from then on: what the page's memory is looked at for is not to grow by what looks. */
  end(): Taken;
}

/** Sets `window.haidangProbe`. The page measures itself: what the probe adds is a number in a list. */
export function installProbe(): void {
  let taken: Taken | undefined;
  let last = 0;
  const frame = (at: number): void => {
    if (last > 0) taken?.frames.push(at - last);
    last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      if (name === 'vessel-redraw') taken?.redraws.push(duration);
      if (name === 'vessel-hover') taken?.hovers.push(duration);
    }
  }).observe({ entryTypes: ['measure'] });
  const heard = (event: Event): void => {
    taken?.inputDelays.push(performance.now() - event.timeStamp);
  };
  for (const kind of ['mousemove', 'wheel']) {
    window.addEventListener(kind, heard, { capture: true, passive: true });
  }
  const probe: Probe = {
    begin() {
      taken = { frames: [], redraws: [], inputDelays: [], hovers: [] };
    },
    end() {
      const done = taken ?? { frames: [], redraws: [], inputDelays: [], hovers: [] };
      taken = undefined;
      return done;
    },
  };
  Object.assign(window, { haidangProbe: probe });
}
