/**
 * Loaded into the product before its own code (`node --import`): its wall clock is told from outside, in all of its threads.
 * Timers keep the real pace, or as many times that as `REHEARSAL_PACE` says; what the product judges and stores goes by `Date`, and its ticks come from a setting.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const KEY = 'rehearsal-clock';
/** So many times faster timers run, for a product whose screens are watched while its clock goes so much faster. */
const PACE = Number(process.env.REHEARSAL_PACE ?? 1);
const RealDate = Date;

/** [virtual time, real time at which it was so, virtual ms a real ms, virtual time at which it stands still] */
const told = isMainThread ? new SharedArrayBuffer(32) : getEnvironmentData(KEY);
const clock = new Float64Array(told);

function now() {
  return Math.floor(Math.min(clock[0] + (RealDate.now() - clock[1]) * clock[2], clock[3]));
}

globalThis.Date = class ToldDate extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }

  static now() {
    return now();
  }
};

function tell([time, pace, until]) {
  clock.set([time, RealDate.now(), pace, until]);
}

for (const name of PACE > 1 ? ['setTimeout', 'setInterval'] : []) {
  const real = globalThis[name];
  globalThis[name] = Object.assign((what, ms, ...rest) => real(what, ms / PACE, ...rest), real);
}

if (isMainThread) {
  tell([Number(process.env.REHEARSAL_TIME), PACE, Number.POSITIVE_INFINITY]);
  setEnvironmentData(KEY, told);
  process.on('message', ({ clock: order, id }) => {
    tell(order);
    process.send({ id });
  });
  process.channel?.unref();
}
