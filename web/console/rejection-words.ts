/** Why something that a feed sent could not be used, in words; the reason itself stays beside it, for whoever looks into the feed. */
import { type Key, t } from '../i18n/t.ts';
import '../i18n/page-texts.ts';

const WORDS: Readonly<Record<string, Key>> = {
  checksum: 'refused.checksum',
  'no-checksum': 'refused.noChecksum',
  malformed: 'refused.malformed',
  'bad-time': 'refused.badTime',
  'bad-date': 'refused.badDate',
  'no-date-time': 'refused.noDateTime',
  'no-time-zone': 'refused.noTimeZone',
  'bad-latitude': 'refused.badLatitude',
  'bad-longitude': 'refused.badLongitude',
  'bad-position': 'refused.badPosition',
  'no-position': 'refused.noPosition',
  'lat-lon-swapped': 'refused.latLonSwapped',
  'fix-in-future': 'refused.fixInFuture',
  'no-identity': 'refused.noIdentity',
  'too-many-unknown': 'refused.tooManyUnknown',
  'no-id': 'refused.noId',
  'bad-mmsi': 'refused.badMmsi',
  'unknown-type': 'refused.unknownType',
  'unknown-message': 'refused.unknownMessage',
  'too-long': 'refused.tooLong',
  'too-short': 'refused.tooShort',
  'bad-length': 'refused.badLength',
  'bad-payload-char': 'refused.badPayloadChar',
  'empty-payload': 'refused.emptyPayload',
  'bad-fragment-count': 'refused.badFragmentCount',
  'bad-fragment-number': 'refused.badFragmentNumber',
  'bad-json': 'refused.badJson',
  'bad-header': 'refused.badHeader',
  'no-header': 'refused.noHeader',
  'no-start-record': 'refused.noStartRecord',
  'not-the-layout': 'refused.notTheLayout',
  'not-flux': 'refused.notFlux',
  'too-many-columns': 'refused.tooManyColumns',
};

/** A reason that nobody has put into words yet is told as it is. */
export function rejectionWords(reason: string): string {
  const key = WORDS[reason];
  return key ? t(key) : reason;
}
