/** The thread that folds the store's log, straight from its sources: a worker does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
await import('../../server/store/sqlite/fold-log.ts');
