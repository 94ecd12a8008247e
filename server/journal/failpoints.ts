/**
 * Where a test may break the disk under the journal. `HAIDANG_FAILPOINT=step:n:how[:times]` lets the n-th durability step of
 * that kind (`any` counts them all) fail; without the variable nothing here does anything.
 *
 * how  kill        the process dies before the step         kill-after  … right after it
 *      torn        half of a write reaches the file, then the process dies
 *      eio-once    the step fails with EIO                  eio         … and so does every later one
 *      enospc      it and the next ones, `times` in all (5), find the disk full; half of a write still fits
 */
type DiskStep = 'open' | 'write' | 'fsync' | 'cut' | 'rename' | 'remove';
type How = 'kill' | 'kill-after' | 'torn' | 'eio-once' | 'eio' | 'enospc';

interface Plan {
  step: string;
  at: number;
  how: How;
  times: number;
}

const DEFAULT_TIMES = 5;
const plan = parsed(process.env.HAIDANG_FAILPOINT);
let met = 0;
/** The step after which the process is to die; others may be under way beside it. */
let fatal: DiskStep | undefined;

function parsed(text: string | undefined): Plan | undefined {
  if (!text) return undefined;
  const [step = '', at, how, times = DEFAULT_TIMES] = text.split(':');
  return { step, at: Number(at), how: how as How, times: Number(times) };
}

/**
 * Called before a durability step.
 * @returns half: this write gets only half of its bytes to the file and is then to call `afterHalf`
 * @throws what the failing disk says
 */
export function beforeStep(step: DiskStep): 'half' | undefined {
  if (!plan || (plan.step !== 'any' && plan.step !== step)) return undefined;
  met++;
  if (met < plan.at) return undefined;
  const first = met === plan.at;
  if (plan.how === 'kill-after' && first) fatal = step;
  if (plan.how === 'kill' && first) die();
  if (plan.how === 'torn' && first) return step === 'write' ? 'half' : die();
  if (plan.how === 'eio' || (plan.how === 'eio-once' && first)) throw failure('EIO');
  if (plan.how !== 'enospc' || met >= plan.at + plan.times) return undefined;
  if (step === 'write') return 'half';
  if (step === 'open') throw failure('ENOSPC');
  return undefined;
}

/** Half of a write has reached the file. */
export function afterHalf(): never {
  if (plan?.how === 'torn') die();
  throw failure('ENOSPC');
}

/** Called when a durability step has succeeded. */
export function afterStep(step: DiskStep): void {
  if (fatal === step) die();
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw failure('EIO');
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: failpoint`), { code });
}
