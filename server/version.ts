/** The program's version, from package.json at build time. */
import description from '../package.json' with { type: 'json' };

export const version: string = description.version;
