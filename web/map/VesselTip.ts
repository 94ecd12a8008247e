/** What is said beside the vessel under the pointer: an element of the page, of which nothing but the words and the place change. */
import * as L from 'leaflet';

const GAP_PX = 14;
const PANE = 'vessel-tip';

export class VesselTip extends L.Layer {
  readonly #element = L.DomUtil.create('div', 'vessel-tip leaflet-zoom-hide');

  constructor() {
    super();
    this.#element.hidden = true;
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = '470';
    pane.style.pointerEvents = 'none';
    pane.append(this.#element);
    return this;
  }

  override onRemove(): this {
    this.#element.remove();
    return this;
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    return { zoomstart: () => this.hide(), viewreset: () => this.hide() };
  }

  /** @param lines the first is the name */
  say(at: L.LatLng, lines: readonly string[]): void {
    if (!this._map) return;
    this.#element.replaceChildren(...lines.map((words, i) => lineOf(words, i === 0)));
    L.DomUtil.setPosition(this.#element, this._map.latLngToLayerPoint(at).add([GAP_PX, GAP_PX]));
    this.#element.hidden = false;
  }

  hide(): void {
    this.#element.hidden = true;
  }
}

function lineOf(words: string, isName: boolean): HTMLElement {
  const line = document.createElement(isName ? 'b' : 'span');
  line.textContent = words;
  return line;
}
