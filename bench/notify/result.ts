/** What `haidang bench notify` says. */
import { cpus } from 'node:os';
import { busy, rounded } from '../figures.ts';
import type { Storm } from './measure.ts';

export function toResult(storm: Storm, load: number) {
  const round = (seconds: number) => rounded(seconds, 2);
  const { answeredAfter, storedAfter, firstMailAfter, lastMailAfter, ...counts } = storm;
  return {
    bench: 'notify',
    node: process.version,
    cpu: cpus()[0]?.model ?? '?',
    load,
    results: [
      {
        name: 'haidang',
        ...counts,
        secondsToAnswer: round(answeredAfter),
        secondsToStored: round(storedAfter),
        secondsToFirstMail: round(firstMailAfter),
        secondsToLastMail: round(lastMailAfter),
      },
    ],
    ratios: {},
  };
}

export function toText(result: ReturnType<typeof toResult>): string {
  const [one] = result.results;
  if (!one) return '';
  const { alerts, deliveries, mails, sms } = one;
  return `Node ${result.node}, ${result.cpu}, load ${result.load}${busy(result.load)}

${alerts} alerts at once ask for ${deliveries} messages; ${mails} mails and ${sms} SMS told of them
  positions journaled and answered  ${one.secondsToAnswer} s
  alerts and messages stored        ${one.secondsToStored} s
  first mail handed over            ${one.secondsToFirstMail} s
  last mail handed over             ${one.secondsToLastMail} s
`;
}
