showFleet({}, (map, places) => {
  const markers = places.map(([lon, lat]) => L.marker([lat, lon]));
  // Leaflet finds its pictures by its style sheet.
  const group = L.markerClusterGroup();
  group.addLayers(markers);
  map.addLayer(group);
  return markers;
});
