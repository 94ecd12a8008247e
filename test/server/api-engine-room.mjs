/** The engine room's thread straight from its sources: a worker does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
await import('../../server/ingest/engine-room.ts');
