/** What both peers need: the map as ours opens, the fleet, and a part of it that moves each second. */
const MOVE_DEG = 0.0005;

function timed(work) {
  const start = performance.now();
  work();
  performance.measure('vessel-redraw', { start, end: performance.now() });
  performance.clearMeasures('vessel-redraw');
}

/** @param show takes the markers' places and returns the markers, in the same order, once they are on the map */
// biome-ignore lint/correctness/noUnusedVariables: the scripts that stand beside it on a page call it
async function showFleet(options, show) {
  const map = L.map('map', { center: [14.2, 110.6], zoom: 6, minZoom: 3, maxZoom: 16, ...options });
  const places = await (await fetch('/bench/fleet')).json();
  const markers = show(map, places);
  const each = Math.round(places.length * Number(new URLSearchParams(location.search).get('moved')));
  let next = 0;
  setInterval(() => {
    const move = () => {
      for (let n = 0; n < each; n++, next = (next + 1) % places.length) {
        const { lat, lng } = markers[next].getLatLng();
        markers[next].setLatLng([lat + MOVE_DEG, lng]);
      }
    };
    if (options.preferCanvas) move();
    else timed(move);
  }, 1000);
  requestAnimationFrame(() => (document.body.dataset.shown = String(places.length)));
}
