/** All that is known of one vessel: who it is, its papers and devices, whom to call, when it was heard, and what came of it. */
import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Sentence } from '../api/http.ts';
import { readSignals, readVessel, readVesselAlerts, type VesselDetail } from '../api/resources.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { VesselPosition } from '../console/VesselPosition.tsx';
import { VesselArchive } from '../evidence/VesselArchive.tsx';
import { said, t } from '../i18n/t.ts';
import { vt } from '../i18n/vessel-catalogue.ts';
import { alerts } from '../live/picture.ts';
import { ExportMenu, type ExportPart, MAP_FORMATS } from '../ui/ExportMenu.tsx';
import { bindKeys } from '../ui/keys.ts';
import { navigate, vesselPath } from '../ui/router.ts';
import { isOwner, seesSome } from '../ui/session.ts';
import { useRead } from './read.ts';
import { SignalPanel, usualDays } from './SignalPanel.tsx';
import { DAY_MS } from './signal-strip.ts';
import { VesselAlerts, VesselCases } from './VesselHistory.tsx';
import { DevicePanel, IdentityPanel } from './VesselIdentity.tsx';
import { VesselPeople } from './VesselPeople.tsx';
import './vessel.css';

export function VesselPage({ id }: { id: string }): JSX.Element {
  const { found: vessel, problem } = useRead((signal) => readVessel(id, signal), [id]);
  useEffect(() => bindKeys({ Escape: () => navigate(vesselPath(id)) }), [id]);
  return (
    <main class="page vessel-page">
      {problem && <Problem sentence={problem} />}
      {!vessel && !problem && <p>{t('page.loading')}</p>}
      {vessel && <Record id={id} vessel={vessel} />}
    </main>
  );
}

function Record({ id, vessel }: { id: string; vessel: VesselDetail }): JSX.Element {
  // What is known may be older than the time at which it was heard.
  const oldest = Math.min(vessel.firstHeardAt, vessel.latest?.fixTime ?? vessel.firstHeardAt);
  const days = useSignal(usualDays(oldest, Date.now()));
  // What changes about it by itself: one of its alerts.
  const changes = useComputed(() =>
    [...alerts.value.values()].reduce(
      (newest, one) => (one.occurrence.vesselId === id ? Math.max(newest, one.changeSeq) : newest),
      0,
    ),
  );
  const signals = useRead((signal) => readSignals(id, days.value, signal), [id, days.value]);
  const past = useRead((signal) => readVesselAlerts(id, signal), [id, changes.value]);
  const problem = signals.problem ?? past.problem;
  return (
    <>
      <Head id={id} vessel={vessel} />
      {problem && <Problem sentence={problem} />}
      {vessel.alerts?.map((alert) => (
        <p key={alert.id} class={`card-alert p${alert.occurrence.priority}`}>
          <PriorityMark priority={alert.occurrence.priority} /> {said(alert.text)}
        </p>
      ))}
      <SignalPanel
        id={id}
        vessel={vessel}
        signals={signals.found}
        alerts={past.found ?? []}
        days={days.value}
        onDays={(chosen) => (days.value = chosen)}
      />
      <div class="vessel-columns">
        <div>
          <section class="panel" aria-labelledby="vessel-where">
            <h2 id="vessel-where">{vt('record.where')}</h2>
            <VesselPosition id={id} latest={vessel.latest} />
          </section>
          {!isOwner() && <VesselPeople id={id} />}
          <IdentityPanel vessel={vessel} />
        </div>
        <div>
          <VesselAlerts alerts={past.found} />
          {!isOwner() && <VesselCases id={id} changes={changes.value} />}
          <DevicePanel vessel={vessel} signals={signals.found} days={days.value} />
          <TrackPanel id={id} label={vessel.label} days={days.value} />
        </div>
      </div>
    </>
  );
}

function Problem({ sentence }: { sentence: Sentence }): JSX.Element {
  return (
    <p class="problem" role="alert">
      {said(sentence)}
    </p>
  );
}

function Head({ id, vessel: { label, name, highRisk } }: { id: string; vessel: VesselDetail }): JSX.Element {
  return (
    <header class="vessel-head">
      <h1>
        {t('vessel.record')}: <span class="unbroken">{label}</span> {name && name !== label && <small>{name}</small>}
      </h1>
      {highRisk && <b class="high-risk">{vt('record.highRisk')}</b>}
      <a class="button" href={vesselPath(id)}>
        {vt('record.map')}
      </a>
    </header>
  );
}

function TrackPanel({ id, label, days }: { id: string; label: string; days: number }): JSX.Element {
  const parts = (): ExportPart[] => {
    const to = Date.now();
    const query = `from=${to - days * DAY_MS}&to=${to}`;
    return [{ path: `/vessels/${encodeURIComponent(id)}/track`, query, formats: MAP_FORMATS }];
  };
  return (
    <section class="panel" aria-labelledby="vessel-tracks">
      <h2 id="vessel-tracks">{vt('record.tracks')}</h2>
      <p>{vt('record.tracksAbout', { n: days })}</p>
      <div class="card-buttons">
        <ExportMenu parts={parts} opensUp />
        <a class="button" href={vesselPath(id)}>
          {vt('record.map')}
        </a>
      </div>
      {!seesSome() && <VesselArchive id={id} label={label} />}
    </section>
  );
}
