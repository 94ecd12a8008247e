/** The thread that makes workbooks straight from its sources: a worker does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
await import('../../server/exports/xlsx-worker.ts');
