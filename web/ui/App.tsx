/** The frame round every page: sign-in, header, banners, footer. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import type { Session } from '../api/session.ts';
import { Announcer } from '../console/Announcer.tsx';
import { startSound } from '../console/alarm-sound.ts';
import { isWaiting } from '../console/alert-states.ts';
import { Console } from '../console/Console.tsx';
import { WaitingStrip } from '../console/WaitingStrip.tsx';
import { onlyPart } from '../console/windows.ts';
import { said, t } from '../i18n/t.ts';
import { connectLive } from '../live/client.ts';
import { alerts } from '../live/picture.ts';
import { startKeeping } from '../offline/last-picture.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { bindKeys } from './keys.ts';
import { Login } from './Login.tsx';
import { later } from './later.tsx';
import { nextPalette } from './palette.ts';
import { navigate, page } from './router.ts';
import { askSession, isDemo, seesSome, sessionState } from './session.ts';

const FieldReportsPage = later(async () => (await import('../field-reports/FieldReportsPage.tsx')).FieldReportsPage);
const OwnerPage = later(async () => (await import('../owner/OwnerPage.tsx')).OwnerPage);
const AlertHealthPage = later(async () => (await import('../console/AlertHealthPage.tsx')).AlertHealthPage);
const CasePage = later(async () => (await import('../cases/CasePage.tsx')).CasePage);
const CasesPage = later(async () => (await import('../cases/CasesPage.tsx')).CasesPage);
const ContactsPage = later(async () => (await import('../console/ContactsPage.tsx')).ContactsPage);
const FeedsPage = later(async () => (await import('../console/FeedsPage.tsx')).FeedsPage);
const HelpDialog = later(async () => (await import('./HelpDialog.tsx')).HelpDialog, 'panel');
const HandoverPage = later(async () => (await import('../handover/HandoverPage.tsx')).HandoverPage);
const OutboxPage = later(async () => (await import('../console/OutboxPage.tsx')).OutboxPage);
const FleetPage = later(async () => (await import('../fleet/FleetPage.tsx')).FleetPage);
const ReportsPage = later(async () => (await import('../reports/ReportsPage.tsx')).ReportsPage);
const RulesPage = later(async () => (await import('../rules/RulesPage.tsx')).RulesPage);
const SettingsPage = later(async () => (await import('../settings/SettingsPage.tsx')).SettingsPage);
const EnrolPage = later(async () => (await import('../accounts/EnrolPage.tsx')).EnrolPage);
const ZonesPage = later(async () => (await import('../zones/ZonesPage.tsx')).ZonesPage);
const VesselPage = later(async () => (await import('../vessel/VesselPage.tsx')).VesselPage);
const TruthPage = later(async () => (await import('../truth/TruthPage.tsx')).TruthPage);

export function App(): JSX.Element {
  const state = sessionState.value;
  useDocumentTitle();
  if (state.kind === 'in' && state.session.mustEnrol) return <EnrolPage user={state.session.user} />;
  if (state.kind === 'in') return <Shell session={state.session} />;
  if (state.kind === 'out') return <Login />;
  if (state.kind === 'asking') return <p class="plain-note">{t('session.asking')}</p>;
  return (
    <main class="plain-note">
      <p role="alert">{said(state.sentence)}</p>
      <button type="button" onClick={() => void askSession()}>
        {t('action.tryAgain')}
      </button>
    </main>
  );
}

function Shell({ session }: { session: Session }): JSX.Element {
  const help = useSignal(false);
  useEffect(() => {
    const live = connectLive(() => void askSession());
    const stopKeeping = startKeeping(session);
    // Heard on every page. An owner has no watch to keep.
    const stopSound = seesSome() ? undefined : startSound();
    const unbind = bindKeys({
      '?': () => {
        help.value = !help.value;
      },
      n: nextPalette,
    });
    return () => {
      unbind();
      stopSound?.();
      stopKeeping();
      live.close();
    };
  }, [help, session]);
  return (
    <div class="shell">
      <Header onHelp={() => (help.value = true)} />
      {isDemo() && (
        <p class="demo-strip">
          <strong>DEMO</strong> {t('demo.explanation')}
        </p>
      )}
      {session.enrolBy !== undefined && (
        <p class="demo-strip">
          <a href="/settings/account">{t('session.enrolBy', { time: formatTime(session.enrolBy) })}</a>
        </p>
      )}
      {session.passwordUntil !== undefined && (
        <p class="demo-strip">
          <a href="/settings/account">{t('session.passwordUntil', { time: formatTime(session.passwordUntil) })}</a>
        </p>
      )}
      <ConnectionBanner />
      {onlyPart.value !== 'map' && !seesSome() && <Announcer />}
      {page.value.name !== 'console' && !seesSome() && <WaitingStrip />}
      <Body />
      <Footer />
      {help.value && <HelpDialog onClose={() => (help.value = false)} />}
    </div>
  );
}

function Body(): JSX.Element {
  const shown = page.value;
  if (shown.name === 'console') return <Console vesselId={shown.vesselId} moment={shown.moment} />;
  if (shown.name === 'fleet') return <FleetPage query={shown.query} />;
  if (shown.name === 'reports') return <ReportsPage query={shown.query} />;
  if (shown.name === 'outbox') return <OutboxPage />;
  if (shown.name === 'contacts') return <ContactsPage />;
  if (shown.name === 'feeds') return <FeedsPage />;
  if (shown.name === 'rules') return <RulesPage ruleId={shown.ruleId} zoneId={shown.zoneId} />;
  if (shown.name === 'zones') return <ZonesPage zoneId={shown.zoneId} />;
  if (shown.name === 'settings') return <SettingsPage name={shown.part} />;
  if (shown.name === 'cases') return <CasesPage />;
  if (shown.name === 'handover') return <HandoverPage />;
  if (shown.name === 'alarms') return <AlertHealthPage />;
  if (shown.name === 'truth') return <TruthPage />;
  if (shown.name === 'field-reports') return <FieldReportsPage />;
  if (shown.name === 'own') return <OwnerPage />;
  if (shown.name === 'vessel') return <VesselPage key={shown.id} id={shown.id} />;
  if (shown.name === 'case') return <CasePage id={shown.id} />;
  return (
    <main class="page">
      <h1>{t('page.unknown')}</h1>
      <button type="button" onClick={() => navigate('/')}>
        {t('nav.map')}
      </button>
    </main>
  );
}

/** The tab tells how much is waiting, and that this is the demonstration. */
function useDocumentTitle(): void {
  const waiting = [...alerts.value.values()].filter(isWaiting).length;
  const title = `${isDemo() ? '[DEMO] ' : ''}${waiting > 0 ? `(${waiting}) ` : ''}Hải Đăng`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
