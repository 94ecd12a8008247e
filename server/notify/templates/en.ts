/** Messages in English. */
import { formatDistance, formatNumber } from '../../../geofences/position-text.ts';
import type { Facts, Words } from './words.ts';

function headline(facts: Facts): string {
  const { topic, zoneName, ruleName, silentHours, distanceNm, minutesLeft, neighbour } = facts;
  const zone = zoneName ? ` ${zoneName}` : '';
  const beyond = neighbour ? `, side of ${neighbour}` : '';
  switch (topic) {
    case 'boundary-cross':
      return `CROSSED BOUNDARY${beyond}`;
    case 'boundary-approach':
      return distanceNm === undefined ? 'NEAR BOUNDARY' : `NEAR BOUNDARY ${formatDistance(distanceNm, 'en')}`;
    case 'boundary-time':
      return minutesLeft === undefined ? 'HEADING FOR BOUNDARY' : `${minutesLeft} MIN TO BOUNDARY${beyond}`;
    case 'declaration-missed':
      return 'SIGNAL LOST, POSITION NOT DECLARED';
    case 'closed-area':
      return `SIGNS OF FISHING IN CLOSED AREA${zone}`;
    case 'wrong-zone':
      return `SIGNS OF FISHING IN WRONG AREA${zone}`;
    case 'silence':
      return silentHours === undefined ? 'LOSS OF SIGNAL' : `LOSS OF SIGNAL ${formatNumber(silentHours, 'en')} h`;
    case 'zone-enter':
      return `ENTERED ZONE${zone}`;
    case 'zone-exit':
      return `LEFT ZONE${zone}`;
    case 'zone-presence':
      return `IN ZONE${zone}`;
    case 'other':
      return ruleName;
  }
}

function what(facts: Facts): string {
  if (facts.change === 'retracted') return `TAKEN BACK: ${headline(facts)}`;
  if (facts.change === 'raised') return headline(facts);
  if (facts.topic === 'boundary-cross') return 'BACK inside the boundary';
  if (facts.outcome === 'in-port') return 'SEEN IN PORT';
  if (facts.topic === 'silence' && facts.outcome !== 'superseded') return 'SIGNAL RESTORED';
  return `OVER: ${headline(facts)}`;
}

function ownerTasks(facts: Facts): string[] {
  switch (facts.topic) {
    case 'boundary-cross':
      return [
        'Turn back into Vietnamese waters at once.',
        'Call the fisheries duty officer and say how the vessel is.',
      ];
    case 'boundary-time':
      return ['Change course now; do not cross the boundary.', 'Call the duty officer if the vessel is in trouble.'];
    case 'closed-area':
    case 'wrong-zone':
      return [
        'Haul the gear and take the vessel out of this area.',
        'Call the duty officer if it has a permission or is in trouble.',
      ];
    case 'declaration-missed':
      return ['Tell the duty officer the position now, then every 6 hours until the signal is back.'];
    case 'boundary-approach':
      return [
        'Check position and course; do not cross the boundary.',
        'Call the duty officer if the vessel is in trouble.',
      ];
    case 'silence':
      return [
        'Check power, antenna and VMS device.',
        'Until the signal is back: report the position every 6 hours by other means and call the duty officer.',
      ];
    default:
      return ['Check the position of the vessel and call the fisheries duty officer.'];
  }
}

function officerTasks(facts: Facts): string[] {
  const acknowledge = 'Acknowledge the alert in the system and note what was done.';
  switch (facts.topic) {
    case 'boundary-cross':
      return [
        acknowledge,
        'Call owner and captain, ask them to turn back, find out why.',
        'Report and escalate by the local regulation if the vessel does not return.',
      ];
    case 'boundary-approach':
      return [acknowledge, 'Call owner and captain and remind them not to cross.'];
    case 'silence':
      return [
        acknowledge,
        'Call owner and captain: establish position and cause; remind them of the 6-hourly position report.',
        'Check whether the vessel is moored, and whether its provider has an outage.',
      ];
    default:
      return [acknowledge, facts.expected ?? 'Check the track and contact owner or captain.'];
  }
}

function tasks(facts: Facts): string[] {
  if (facts.change === 'retracted')
    return [
      `The earlier alert needs no action: taken back (${facts.because}).`,
      'If the vessel was contacted, please tell it.',
    ];
  if (facts.change === 'cleared') return ['For information; the case stays open until somebody closes it.'];
  return facts.role === 'owner' ? ownerTasks(facts) : officerTasks(facts);
}

function task(facts: Facts): string {
  if (facts.change === 'retracted') return 'No action needed';
  if (facts.change === 'cleared') return '';
  if (facts.role !== 'owner') return 'Please acknowledge and act';
  if (facts.topic === 'boundary-cross') return 'Turn back now, call duty officer';
  if (facts.topic === 'boundary-approach') return 'Do not cross';
  if (facts.topic === 'boundary-time') return 'Change course now';
  if (facts.topic === 'closed-area' || facts.topic === 'wrong-zone') return 'Leave the area, call duty officer';
  if (facts.topic === 'declaration-missed') return 'Report position now';
  if (facts.topic === 'silence') return 'Check device, report position every 6 h';
  return 'Call duty officer';
}

const boundaryBasis =
  'Permitted fishing boundary; Decision 40/QD-TS-TTTS of 2 Feb 2024 (vessels from 24 m), provincial regulation';
const zoneBasis = 'Zone watched by the responsible unit (Decree 26/2019 Art. 44, now Decree 41/2026)';

export const english: Words = {
  what,
  tasks,
  task,
  basis: {
    'boundary-cross': boundaryBasis,
    'boundary-approach': boundaryBasis,
    'boundary-time': boundaryBasis,
    'declaration-missed':
      'Decree 26/2019 Art. 44; Circular 21/2018 Art. 8a; Decree 301/2025: position every 6 h during loss of signal at sea',
    'closed-area': 'Law on Fisheries 2017; Circular 19/2018: areas and seasons closed to fishing',
    'wrong-zone': 'Decree 26/2019 Art. 42–43 (now Decree 41/2026): fishing areas by length of vessel',
    silence:
      'Decree 26/2019 Art. 44 (now Decree 41/2026); Circular 21/2018 Art. 8a: position report every 6 h during loss of signal at sea',
    'zone-enter': zoneBasis,
    'zone-exit': zoneBasis,
    'zone-presence': zoneBasis,
    other: 'Rule set by the responsible unit',
  },
  labels: {
    vessel: 'VESSEL',
    registration: 'Registration',
    name: 'Name',
    mmsi: 'MMSI',
    callsign: 'Call sign',
    device: 'Device',
    length: 'Length overall',
    gear: 'Gear',
    owner: 'Owner',
    captain: 'Captain',
    unregistered: 'The vessel is not in the registry',
    event: 'WHAT HAPPENED',
    subject: 'What',
    priority: 'Priority',
    zone: 'Zone / boundary',
    when: 'When',
    where: 'Where',
    lastWhere: 'Last known position',
    detected: 'Known to the system',
    evidence: 'EVIDENCE',
    before: 'Last fix before the crossing',
    after: 'First fix after the crossing',
    interpolated: 'Time and place of the crossing are interpolated between these fixes; a VMS fix may be off by 500 m.',
    fixTimes: 'Times of the fixes that prove it',
    received: 'received',
    rule: 'Rule',
    version: 'version',
    basis: 'Basis',
    tasks: 'PLEASE',
    case: 'Case',
    alert: 'Alert',
    open: 'Open and acknowledge',
    answer: 'Answer without signing in (for this alert only)',
    reference: 'Ref',
  },
  demoSubject: '[DEMO]',
  demoNotice: 'SIMULATED MESSAGE (DEMO): vessel, position and event below are not real.',
  whereWhen: (where, when) => `at ${where} at ${when}`,
};
