/** Elements of a FLUX document, in SOAP or not → what the document says. Elements are told apart by namespace and name, never by prefix. */
import type { SaxesTagNS } from 'saxes';
import type { FluxDocument, FluxEvent, FluxVessel } from './flux.ts';
import type { XmlFault, XmlHandler } from './xml-documents.ts';

const STANDARD = 'urn:un:unece:uncefact:data:standard:';
/** Without the version: names and meaning of what is read here are the same in all. */
const MESSAGE = `${STANDARD}FLUXVesselPositionMessage:`;
const AGGREGATE = `${STANDARD}ReusableAggregateBusinessInformationEntity:`;
const DATA_TYPE = `${STANDARD}UnqualifiedDataType:`;
/** Of the FLUX transport layer: `urn:xeu:connector-bridge:v1` and its siblings. */
const TRANSPORT = 'urn:xeu:';
const SOAP: ReadonlySet<string> = new Set([
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2003/05/soap-envelope',
]);
const envelopeAttributes = ['AD', 'FR', 'DF', 'ON', 'TO', 'TODT', 'DT', 'AR', 'VB', 'TS'];

/** No field is this long; what is longer would be repeated in every message of its document. */
const MAX_VALUE = 200;
/** Identifier schemes of the standard are 7; regional bodies add theirs. */
const MAX_IDS = 16;

type Take = (document: FluxDocument, text: string, tag: SaxesTagNS) => void;

/** What is known of an element: its children by `namespace letter:name`, and what to do with its text. */
interface Place {
  children: Readonly<Record<string, Place>>;
  take?: Take;
}

function leaf(take: Take): Place {
  return { children: {}, take };
}

function node(children: Record<string, Place>): Place {
  return { children };
}

function vesselOf(document: FluxDocument): FluxVessel {
  return document.vessels[document.vessels.length - 1]!;
}

function eventOf(document: FluxDocument): FluxEvent {
  const { events } = vesselOf(document);
  return events[events.length - 1]!;
}

/** Of repeated values the first counts, here and below. */
function documentField(name: Exclude<keyof FluxDocument, 'envelope' | 'vessels'>): Place {
  return leaf((document, text) => {
    document[name] ??= text;
  });
}

function eventField(name: Exclude<keyof FluxEvent, 'from' | 'to'>): Place {
  return leaf((document, text) => {
    eventOf(document)[name] ??= text;
  });
}

const event = node({
  'a:ObtainedOccurrenceDateTime': node({ 't:DateTime': eventField('time') }),
  'a:TypeCode': eventField('type'),
  'a:SpeedValueMeasure': leaf((document, text, tag) => {
    const target = eventOf(document);
    if (target.speed !== undefined) return;
    target.speed = text;
    target.speedUnit = attribute(tag, 'unitCode');
  }),
  'a:CourseValueMeasure': eventField('course'),
  'a:SpecifiedVesselGeographicalCoordinate': node({
    'a:AltitudeMeasure': eventField('altitude'),
    'a:LatitudeMeasure': eventField('latitude'),
    'a:LongitudeMeasure': eventField('longitude'),
  }),
});

const vessel = node({
  'a:ID': leaf((document, text, tag) => {
    const { ids } = vesselOf(document);
    const scheme = attribute(tag, 'schemeID');
    if (scheme !== undefined && !ids.has(scheme) && ids.size < MAX_IDS) ids.set(scheme, text);
  }),
  'a:Name': leaf((document, text) => {
    vesselOf(document).name ??= text;
  }),
  'a:RegistrationVesselCountry': node({
    'a:ID': leaf((document, text) => {
      vesselOf(document).flag ??= text;
    }),
  }),
  'a:SpecifiedVesselPositionEvent': event,
});

const message = node({
  'm:FLUXReportDocument': node({
    'a:ID': documentField('id'),
    'a:ReferencedID': documentField('referencedId'),
    'a:CreationDateTime': node({ 't:DateTime': documentField('created') }),
    'a:PurposeCode': documentField('purpose'),
    'a:Purpose': documentField('purposeText'),
    'a:TypeCode': documentField('type'),
    'a:OwnerFLUXParty': node({ 'a:ID': documentField('owner') }),
  }),
  'm:VesselTransportMeans': vessel,
});

interface Frame {
  tag: SaxesTagNS;
  place: Place | undefined;
}

/** Where the reader puts what it read. */
interface FluxReading {
  /** @param messages the FLUX messages of a document, none when it was about something else */
  done(messages: readonly FluxDocument[], raw: string): void;
  failed(fault: XmlFault, raw: string): void;
}

export class FluxReader implements XmlHandler {
  private readonly reading: FluxReading;
  private readonly stack: Frame[] = [];
  private messages: FluxDocument[] = [];
  private envelope = new Map<string, string>();

  constructor(reading: FluxReading) {
    this.reading = reading;
  }

  begin(): void {
    this.messages = [];
    this.stack.length = 0;
    this.envelope = new Map();
  }

  /** A message in a message, or an envelope in an envelope, is a next document: the one around it has broken off. */
  open(tag: SaxesTagNS, at: number): boolean {
    const place = this.placeOf(tag);
    if (place === message && this.stack.some((frame) => frame.place === message)) return false;
    if (isSoap(tag) && this.stack.some((frame) => isSoap(frame.tag))) return false;
    this.stack.push({ tag, place });
    if (place === message) this.messages.push({ envelope: this.envelope, vessels: [] });
    else if (place === vessel) this.current.vessels.push({ ids: new Map(), events: [] });
    else if (place === event) vesselOf(this.current).events.push({ from: at, to: at });
    else if (tag.uri.startsWith(TRANSPORT)) this.readEnvelope(tag);
    return true;
  }

  close(text: string, end: number): void {
    const frame = this.stack.pop();
    if (!frame?.place) return;
    const value = text.trim();
    if (frame.place.take && value !== '' && value.length <= MAX_VALUE) frame.place.take(this.current, value, frame.tag);
    if (frame.place === event) eventOf(this.current).to = end;
  }

  done(raw: string): void {
    this.reading.done(this.messages, raw);
  }

  failed(fault: XmlFault, raw: string): void {
    this.reading.failed(fault, raw);
  }

  private get current(): FluxDocument {
    return this.messages[this.messages.length - 1]!;
  }

  private placeOf(tag: SaxesTagNS): Place | undefined {
    if (tag.local === 'FLUXVesselPositionMessage' && tag.uri.startsWith(MESSAGE)) return message;
    const parent = this.stack[this.stack.length - 1]?.place;
    const key = `${letterOf(tag.uri)}:${tag.local}`;
    return parent && Object.hasOwn(parent.children, key) ? parent.children[key] : undefined;
  }

  private readEnvelope(tag: SaxesTagNS): void {
    for (const name of envelopeAttributes) {
      const value = attribute(tag, name);
      if (value !== undefined) this.envelope.set(name, value);
    }
  }
}

function letterOf(uri: string): string {
  if (uri.startsWith(AGGREGATE)) return 'a';
  if (uri.startsWith(DATA_TYPE)) return 't';
  return uri.startsWith(MESSAGE) ? 'm' : '';
}

function isSoap(tag: SaxesTagNS): boolean {
  return tag.local === 'Envelope' && SOAP.has(tag.uri);
}

function attribute(tag: SaxesTagNS, name: string): string | undefined {
  const value = Object.hasOwn(tag.attributes, name) ? tag.attributes[name]!.value.trim() : '';
  return value === '' || value.length > MAX_VALUE ? undefined : value;
}
