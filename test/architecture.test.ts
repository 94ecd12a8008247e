/** Arrows between rooms point one way (DESIGN §2), and the pure rooms stay pure. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect } from 'chai';

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

function imports(file: string): { target: string; typeOnly: boolean }[] {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from\s+'([^']+)'/gm)];
  return found.map((match) => ({
    typeOnly: match[1] !== undefined,
    target: match[2]!.startsWith('.') ? normalize(join(dirname(file), match[2]!)) : match[2]!,
  }));
}

/** `file#name` of all that some source takes from another; `file#*` where it takes the whole. */
function takenNames(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const from = (path: string): string => normalize(join(dirname(file), path));
  const named = text.matchAll(/^(?:import|export)\s+(?:type\s+)?(?:\w+,\s*)?\{([^}]*)\}\s*from\s+'(\.[^']+)'/gm);
  const whole = text.matchAll(/(?:^import \* as \w+ from |^export \* from |\bimport\()'(\.[^']+)'/gm);
  const names = (list: string): string[] =>
    [...list.matchAll(/(?:^|,)\s*(?:type\s+)?(\w+)/g)].map((match) => match[1]!);
  return [
    ...[...named].flatMap(([, list, path]) => names(list!).map((name) => `${from(path!)}#${name}`)),
    ...[...whole].map(([, path]) => `${from(path!)}#*`),
  ];
}

function exportedNames(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const declared = text.matchAll(/^export (?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm);
  return [...declared].map((match) => match[1]!);
}

const offences = (folder: string, isForbidden: (target: string, typeOnly: boolean) => boolean): string[] =>
  sources(folder).flatMap((file) =>
    imports(file)
      .filter(({ target, typeOnly }) => isForbidden(target, typeOnly))
      .map(({ target }) => `${file} → ${target}`),
  );

/** What decoders may use from outside: pure, without dependencies in a browser, and bundled into what the package gives out. */
const DECODER_PACKAGES: ReadonlySet<string> = new Set(['fflate', 'saxes']);

/** What geofences may use from outside, all of it in import/: parsers and an index that run in a browser and have no side effects. */
const GEOFENCE_PACKAGES: ReadonlySet<string> = new Set(['fflate', 'flatbush', 'proj4', 'saxes']);

describe('the rooms', () => {
  it('decoders import nothing but themselves and what is listed', () => {
    const isForeign = (target: string): boolean => !target.startsWith('decoders/') && !DECODER_PACKAGES.has(target);
    expect(offences('decoders', isForeign)).to.deep.equal([]);
    const used = new Set(sources('decoders').flatMap((file) => imports(file).map(({ target }) => target)));
    expect([...DECODER_PACKAGES].filter((name) => !used.has(name))).to.deep.equal([]);
  });

  it('geofences import nothing but themselves and, for reading files, what is listed', () => {
    const isForeign = (target: string): boolean => !target.startsWith('geofences/') && !GEOFENCE_PACKAGES.has(target);
    expect(offences('geofences', isForeign)).to.deep.equal([]);
    const users = sources('geofences').filter((file) =>
      imports(file).some(({ target }) => GEOFENCE_PACKAGES.has(target)),
    );
    expect(users.filter((file) => !file.startsWith('geofences/import/'))).to.deep.equal([]);
    const used = new Set(users.flatMap((file) => imports(file).map(({ target }) => target)));
    expect([...GEOFENCE_PACKAGES].filter((name) => !used.has(name))).to.deep.equal([]);
  });

  it('decoders and geofences have no clock and no randomness', () => {
    const impure = [...sources('decoders'), ...sources('geofences')].filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\./.test(readFileSync(file, 'utf8')),
    );
    expect(impure).to.deep.equal([]);
  });

  it('nothing makes markup or programs out of text', () => {
    const makers =
      /\b(?:inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(|new Function\(|createContextualFragment/;
    const found = ['web', 'server', 'decoders', 'geofences']
      .flatMap(sources)
      .filter((file) => makers.test(readFileSync(file, 'utf8')));
    expect(found).to.deep.equal([]);
  });

  it('the server does not import the web, the web imports only types of the server', () => {
    expect(offences('server', (target) => target.startsWith('web/'))).to.deep.equal([]);
    expect(offences('web', (target, typeOnly) => target.startsWith('server/') && !typeOnly)).to.deep.equal([]);
  });

  it('what a file exports another one uses', () => {
    const taken = new Set(
      ['server', 'web', 'decoders', 'geofences', 'bench', 'docs', 'test'].flatMap(sources).flatMap(takenNames),
    );
    const unused = ['server', 'decoders'].flatMap(sources).flatMap((file) => {
      // The kernel is a program of its own: what it exports is called from WebAssembly's other side.
      if (taken.has(`${file}#*`) || file.startsWith('decoders/nmea/kernel/assembly/')) return [];
      return exportedNames(file)
        .filter((name) => !taken.has(`${file}#${name}`))
        .map((name) => `${file}: ${name}`);
    });
    expect(unused).to.deep.equal([]);
  });

  it('the benches measure the rooms, and only their command knows of them', () => {
    const known = [...sources('server'), ...sources('web'), ...sources('decoders'), ...sources('geofences')].filter(
      (file) => imports(file).some(({ target }) => target.startsWith('bench/')),
    );
    expect(known).to.deep.equal(['server/commands/bench.ts']);
  });

  it('the simulator is a client: it knows decoders and geography, not the server', () => {
    const own = /^(server\/simulator|decoders|geofences\/regions|server\/(errors|system-words)\.)/;
    expect(
      offences('server/simulator', (target) => /^(server|geofences|web)\//.test(target) && !own.test(target)),
    ).to.deep.equal([]);
  });
});
