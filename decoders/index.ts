/** Public face of the decoders: bytes → messages → reports, and messages → bytes. Runs in Node and in a browser. */
export type { Application } from './ais/applications/application.ts';
export type { Distress } from './ais/distress.ts';
export { type AisSentenceOptions, type EncodableAis, encodeAis } from './ais/encoder.ts';
export { type GearSign, gearSign, type HeardIdentity, isGear } from './ais/gear.ts';
export type { AisMessage } from './ais/message.ts';
export { flagOfMid } from './ais/mid.ts';
export { craftKind, flagOf, midOf } from './ais/mmsi.ts';
export { isRowType, NO_STATUS, type PositionColumns, PositionFlag } from './ais/position-columns.ts';
export type { Fault } from './faults.ts';
export type { JsonMessage } from './json/position-json.ts';
export type { SignalKMessage } from './json/signalk.ts';
export { createDecoder, type DecoderFormat, type DecoderOptions, decoderFormats } from './registry.ts';
export type {
  CraftKind,
  DecoderSink,
  DecoderState,
  DecodeStats,
  Message,
  MessageMeta,
  Reception,
  Rejection,
  Report,
  StreamDecoder,
} from './report.ts';
export { type ColumnMap, checkColumnMap, type TableField } from './tables/column-map.ts';
export { applyProposal, type TableProposal } from './tables/evidence.ts';
export { guessColumns, type MapGuess } from './tables/guess-columns.ts';
export type { TableMessage } from './tables/row.ts';
export type { TableFindings } from './tables/table.ts';
export { isoTime } from './time.ts';
export { toReport } from './to-report.ts';
export type { DirectIpMessage } from './vms/directip.ts';
export { DirectIpDecoder } from './vms/directip-decoder.ts';
export type { FluxMessage } from './vms/flux.ts';
export { type EncodableFlux, encodeFlux } from './vms/flux-encoder.ts';
export type { InmarsatMessage } from './vms/inmarsat-c.ts';
export type { VmsFormat, VmsMessage } from './vms/message.ts';
export { type EncodableNaf, encodeNaf, type NafMessage } from './vms/naf.ts';
export { defaultCodecs, type SbdCodec, type SbdField, sbdCodecs } from './vms/sbd-codec.ts';
export type { Vn1008Message } from './vms/vn1008.ts';
export { type EncodableVn1008, encodeVn1008 } from './vms/vn1008-encoder.ts';
export { defaultVn1008Layout, type Vn1008Layout } from './vms/vn1008-layout.ts';
export { checkVn1008Layout } from './vms/vn1008-layout-check.ts';
