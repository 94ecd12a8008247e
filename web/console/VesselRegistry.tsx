/** What the registry says of a vessel, as a card shows it. */
import type { JSX } from 'preact';
import type { VesselDetail } from '../api/resources.ts';
import { language, t } from '../i18n/t.ts';
import { gearWords } from './gear-words.ts';
import { portName } from './port-name.ts';
import { Row } from './Row.tsx';

interface VesselRegistryProps {
  vessel: VesselDetail | undefined;
  registered: boolean;
  mmsi: number | undefined;
}

export function VesselRegistry({ vessel, registered, mmsi }: VesselRegistryProps): JSX.Element {
  return (
    <dl>
      <Row name={t('vessel.registration')}>
        {vessel?.registration ?? (registered ? undefined : t('vessel.unregistered'))}
      </Row>
      <Row name="MMSI">{vessel?.mmsi ?? mmsi}</Row>
      <Row name="IMO">{vessel?.imo}</Row>
      <Row name={t('vessel.callsign')}>{vessel?.callsign}</Row>
      <Row name={t('vessel.device')}>{[vessel?.deviceId, vessel?.provider].filter(Boolean).join(' · ')}</Row>
      <Row name={t('vessel.length')}>{vessel?.lengthM && `${vessel.lengthM.toLocaleString(language.value)} m`}</Row>
      <Row name={t('vessel.gear')}>{vessel?.gear && gearWords(vessel.gear)}</Row>
      <Row name={t('vessel.province')}>{vessel?.province}</Row>
      <Row name={t('vessel.homePort')}>{portName(vessel?.homePort)}</Row>
      <Row name={t('vessel.owner')}>{vessel?.owner && <Person name={vessel.owner} phone={vessel.ownerPhone} />}</Row>
      <Row name={t('vessel.captain')}>
        {vessel?.captain && <Person name={vessel.captain} phone={vessel.captainPhone} />}
      </Row>
      <Row name={t('vessel.licence')}>{paper(vessel?.licenceNumber, vessel?.licenceUntil)}</Row>
      <Row name={t('vessel.certificate')}>{paper(vessel?.certificateNumber, vessel?.certificateUntil)}</Row>
      <Row name={t('vessel.duty')}>
        {vessel?.reportingIntervalMin && t('vessel.every', { n: vessel.reportingIntervalMin })}
      </Row>
    </dl>
  );
}

/** Its number, and the last day on which it holds. */
export function paper(number: string | undefined, until: string | undefined): string | undefined {
  const day = until?.split('-').reverse().join('/');
  const words = day && t('vessel.until', { day });
  return [number, words].filter(Boolean).join(' · ') || undefined;
}

function Person({ name, phone }: { name: string; phone: string | undefined }): JSX.Element {
  return (
    <>
      {name} {phone && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>}
    </>
  );
}
