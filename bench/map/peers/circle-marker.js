showFleet({ preferCanvas: true }, (map, places) =>
  places.map(([lon, lat]) => L.circleMarker([lat, lon], { radius: 4, weight: 1 }).addTo(map)),
);
