// Moves only mark what has to be drawn; this is where it is drawn.
const redraw = L.Canvas.prototype._redraw;
L.Canvas.prototype._redraw = function () {
  timed(() => redraw.call(this));
};
showFleet({ preferCanvas: true }, (map, places) =>
  places.map(([lon, lat]) => L.circleMarker([lat, lon], { radius: 4, weight: 1 }).addTo(map)),
);
