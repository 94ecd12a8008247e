/** FLUX vessel position documents, for forwarding and for tests: one vessel, one or more positions. */

/** Positions in decimal degrees WGS84, speed in knots, course in degrees, times ISO 8601 UTC. */
export interface EncodableFlux {
  /** Of the document, a UUID: a receiver knows a repetition by it. */
  id: string;
  created: string;
  /** Party that answers for it. */
  owner?: string;
  name?: string;
  /** ISO 3166-1 alpha-3. */
  flag?: string;
  /** By scheme: EXT_MARK, IRCS, UVI, MMSI, CFR. What is empty is left out. */
  ids: Readonly<Record<string, string | undefined>>;
  positions: readonly { time: string; lat: number; lon: number; speed?: number; course?: number; type?: string }[];
}

const STANDARD = 'urn:un:unece:uncefact:data:standard';

/** A FLUXVesselPositionMessage 4 without an envelope. What XML cannot hold is left out of names. */
export function encodeFlux({ id, created, owner, name, flag, ids, positions }: EncodableFlux): string {
  const known = Object.entries(ids).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:FLUXVesselPositionMessage xmlns:rsm="${STANDARD}:FLUXVesselPositionMessage:4" xmlns:ram="${STANDARD}:ReusableAggregateBusinessInformationEntity:18" xmlns:udt="${STANDARD}:UnqualifiedDataType:18">
<rsm:FLUXReportDocument><ram:ID schemeID="UUID">${text(id)}</ram:ID><ram:CreationDateTime><udt:DateTime>${text(created)}</udt:DateTime></ram:CreationDateTime><ram:PurposeCode listID="FLUX_GP_PURPOSE">9</ram:PurposeCode>${owner === undefined ? '' : `<ram:OwnerFLUXParty><ram:ID schemeID="FLUX_GP_PARTY">${text(owner)}</ram:ID></ram:OwnerFLUXParty>`}</rsm:FLUXReportDocument>
<rsm:VesselTransportMeans>${known.map(([scheme, value]) => `<ram:ID schemeID="${text(scheme)}">${text(value)}</ram:ID>`).join('')}${name === undefined ? '' : `<ram:Name>${text(name)}</ram:Name>`}${flag === undefined ? '' : `<ram:RegistrationVesselCountry><ram:ID schemeID="TERRITORY">${text(flag)}</ram:ID></ram:RegistrationVesselCountry>`}${positions.map(positionEvent).join('')}</rsm:VesselTransportMeans>
</rsm:FLUXVesselPositionMessage>
`;
}

function positionEvent({ time, lat, lon, speed, course, type = 'POS' }: EncodableFlux['positions'][number]): string {
  const measured = [
    speed === undefined ? '' : `<ram:SpeedValueMeasure unitCode="KNT">${speed.toFixed(1)}</ram:SpeedValueMeasure>`,
    course === undefined ? '' : `<ram:CourseValueMeasure>${Math.round(course) % 360}</ram:CourseValueMeasure>`,
  ].join('');
  return `
<ram:SpecifiedVesselPositionEvent><ram:ObtainedOccurrenceDateTime><udt:DateTime>${text(time)}</udt:DateTime></ram:ObtainedOccurrenceDateTime><ram:TypeCode listID="FLUX_VESSEL_POSITION_TYPE">${text(type)}</ram:TypeCode>${measured}<ram:SpecifiedVesselGeographicalCoordinate><ram:LatitudeMeasure>${lat.toFixed(6)}</ram:LatitudeMeasure><ram:LongitudeMeasure>${lon.toFixed(6)}</ram:LongitudeMeasure></ram:SpecifiedVesselGeographicalCoordinate></ram:SpecifiedVesselPositionEvent>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function text(value: string): string {
  return value
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (letter) => entities[letter]!);
}
