/** The thread that reads tables straight from its sources: a worker does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
await import('../../server/registry-import/worker.ts');
