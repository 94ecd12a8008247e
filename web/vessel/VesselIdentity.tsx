/** Who a vessel is by the registry, its papers, and the devices that speak for it. */
import type { JSX } from 'preact';
import type { VesselSignals } from '../../server/api/answers/vessels.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { zoneList } from '../console/focus.ts';
import { gearWords } from '../console/gear-words.ts';
import { portName } from '../console/port-name.ts';
import { Row } from '../console/Row.tsx';
import { paper } from '../console/VesselRegistry.tsx';
import { language, t } from '../i18n/t.ts';
import { type VesselKey, vt } from '../i18n/vessel-catalogue.ts';
import { now } from '../ui/clock.ts';
import { ageWords, dateText, localStamp, minuteStamp } from '../ui/format.ts';
import type { Source } from './signal-strip.ts';

export function IdentityPanel({ vessel }: { vessel: Vessel }): JSX.Element {
  const { registration, registered, lengthM, powerKw, grossTonnage } = vessel;
  const measure = (value: number | undefined, unit: string) =>
    value === undefined ? undefined : `${value.toLocaleString(language.value)}${unit}`;
  return (
    <section class="panel" aria-labelledby="vessel-identity">
      <h2 id="vessel-identity">{vt('record.identity')}</h2>
      <dl>
        <Row name={t('vessel.registration')}>{registration ?? (registered ? undefined : t('vessel.unregistered'))}</Row>
        <Row name="MMSI">{vessel.mmsi}</Row>
        <Row name="IMO">{vessel.imo}</Row>
        <Row name={t('vessel.callsign')}>{vessel.callsign}</Row>
        <Row name={vt('record.flag')}>{vessel.flag}</Row>
        <Row name={t('vessel.length')}>{measure(lengthM, ' m')}</Row>
        <Row name={vt('record.power')}>{measure(powerKw, ' kW')}</Row>
        <Row name={vt('record.tonnage')}>{measure(grossTonnage, '')}</Row>
        <Row name={t('vessel.gear')}>{vessel.gear && gearWords(vessel.gear)}</Row>
        <Row name={t('vessel.province')}>{vessel.province}</Row>
        <Row name={t('vessel.homePort')}>{portName(vessel.homePort)}</Row>
        <Row name={t('vessel.licence')}>
          <Paper number={vessel.licenceNumber} until={vessel.licenceUntil} />
        </Row>
        <Row name={t('vessel.certificate')}>
          <Paper number={vessel.certificateNumber} until={vessel.certificateUntil} />
        </Row>
        <Row name={vt('record.permissions')}>{vessel.permissions?.length && <Permissions vessel={vessel} />}</Row>
        <Row name={vt('record.address')}>{vessel.ownerAddress}</Row>
        <Row name={vt('record.firstHeard')}>{localStamp(vessel.firstHeardAt)}</Row>
      </dl>
    </section>
  );
}

function Paper({ number, until }: { number: string | undefined; until: string | undefined }): JSX.Element {
  const words = paper(number, until);
  if (words === undefined) return <>{t('vessel.unknown')}</>;
  const today = dateText(now.value, 'local').split('/').reverse().join('-');
  const isOver = until !== undefined && until < today;
  return (
    <>
      {words} {isOver && <b class="old">{vt('record.expired')}</b>}
    </>
  );
}

function Permissions({ vessel: { permissions = [] } }: { vessel: Vessel }): JSX.Element {
  const nameOf = (id: string): string => {
    const properties = zoneList.value.find((zone) => zone.id === id)?.properties;
    return (language.value === 'en' ? properties?.nameEn : undefined) ?? properties?.name ?? id;
  };
  const day = (iso: string): string => iso.split('-').reverse().join('/');
  return (
    <ul class="plain-list">
      {permissions.map(({ zones, from, to, basis }) => (
        <li key={`${from} ${basis}`}>
          {vt('record.permission', {
            zones: zones?.map(nameOf).join(', ') ?? vt('record.everywhere'),
            from: day(from),
            to: day(to),
            basis,
          })}
        </li>
      ))}
    </ul>
  );
}

interface DevicePanelProps {
  vessel: Vessel;
  signals: VesselSignals | undefined;
  days: number;
}

export function DevicePanel({ vessel, signals, days }: DevicePanelProps): JSX.Element {
  const { deviceId, provider, vmsFeed, mmsi, callsign, reportingIntervalMin } = vessel;
  const duty = reportingIntervalMin && t('vessel.every', { n: reportingIntervalMin });
  const vms = [deviceId, provider ?? vmsFeed, duty].filter(Boolean).join(' · ');
  const ais = [mmsi !== undefined && `MMSI ${mmsi}`, callsign].filter(Boolean).join(' · ');
  const rows = (
    [
      ['vms', 'record.vms', vms],
      ['ais', 'record.ais', ais],
      ['manual', 'record.manual', ''],
    ] as const satisfies readonly [Source, VesselKey, string][]
  ).filter(([source, , number]) => number !== '' || signals?.spans[source]);
  const others = otherNames(vessel);
  return (
    <section class="panel" aria-labelledby="vessel-devices">
      <h2 id="vessel-devices">{vt('record.devices')}</h2>
      {rows.length === 0 && <p class="empty">{vt('record.noDevice')}</p>}
      {rows.length > 0 && (
        <div class="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{vt('record.device')}</th>
                <th scope="col">{vt('record.number')}</th>
                <th scope="col">{vt('record.lastHeard')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([source, name, number]) => (
                <tr key={source}>
                  <th scope="row">{vt(name)}</th>
                  <td>{number || '—'}</td>
                  <td>{signals && <LastHeard at={signals.spans[source]?.at(-1)?.to} days={days} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {others.length > 0 && (
        <p>
          {vt('record.alsoHeardAs')}: {others.join(', ')}
        </p>
      )}
    </section>
  );
}

function LastHeard({ at, days }: { at: number | undefined; days: number }): JSX.Element {
  if (at === undefined) return <>{vt('record.unheard', { n: days })}</>;
  return (
    <>
      {ageWords(now.value - at)} <small>{minuteStamp(at)}</small>
    </>
  );
}

/** Names under which messages came, as they are spelt for comparison, that no field of the registry shows. */
function otherNames(vessel: Vessel): string[] {
  const spelt = (name: string | number | undefined): string =>
    String(name ?? '')
      .replace(/[^\p{L}\p{N}]/gu, '')
      .toLowerCase();
  const shown = new Set([vessel.registration, vessel.name, vessel.mmsi, vessel.callsign, vessel.deviceId].map(spelt));
  return (vessel.aliases ?? []).filter((alias) => !shown.has(spelt(alias.slice(alias.indexOf(':') + 1))));
}
