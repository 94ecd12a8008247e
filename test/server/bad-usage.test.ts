/** Every command called wrongly, as a person does: one sentence that names what is at fault, and nothing else. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { freePort, haidang, haidangProcess, removeFolder, temporaryFolder } from '../product.ts';

describe('what is wrong with a command line', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  const zones = at('zones.geojson');
  const rules = at('rules.json');
  const words = at('words.txt');
  before(() => {
    const ring = [
      [108, 15],
      [109, 15],
      [109, 16],
      [108, 15],
    ];
    const geometry = { type: 'Polygon', coordinates: [ring] };
    const feature = { type: 'Feature', id: 'z', geometry, properties: {} };
    writeFileSync(zones, JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
    writeFileSync(rules, '[]');
    writeFileSync(words, 'no table,\nno zones\n');
    writeFileSync(at('cut.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0]));
    writeFileSync(at('odd.json'), '{"notify":{"smpt":"smtp://mail:25"}}');
    writeFileSync(at('odd-rules.json'), '[{"id":"r","kind":"nope","zones":["z"]}]');
    mkdirSync(at('broken'));
    writeFileSync(at('broken/store.db'), 'no database');
    mkdirSync(at('newer'));
    const accounts = new DatabaseSync(at('newer/accounts.db'));
    accounts.exec('PRAGMA user_version = 99');
    accounts.close();
    mkdirSync(at('blank'));
    writeFileSync(at('blank/store.db'), '');
  });
  after(() => removeFolder(folder));

  function refusal(args: string[], env?: Record<string, string>): string {
    const { code, out, err } = haidang(args, '', env);
    expect(code, args.join(' ')).to.equal(2);
    expect(out, args.join(' ')).to.equal('');
    expect(err, args.join(' ')).to.match(/^haidang: [^\n]+\.\n$/);
    expect(err).not.to.match(/“”|undefined|NaN|unexpected failed|\bE[A-Z]{4,}\b|\s{2}/);
    return err;
  }

  const cases: Record<string, [args: string[], names: string][]> = {
    serve: [
      [['--nonsense'], '“--nonsense”'],
      [['--port'], '“--port” needs a value'],
      [['--port', ''], '“--port” needs a value'],
      [['--port', 'abc'], '(--port) is not valid: it has to be a whole number'],
      [['extra'], '“extra” is one word too many'],
      [['--demo=yes'], '“--demo” takes no value'],
      [['--data', ''], '“--data” needs a value'],
      [['--feed', 'mqtt://x:1'], '“mqtt://x:1” is of no known kind'],
      [['--feed', 'udp://x'], 'udp://host:port'],
      [['--feed', 'file:/no/such'], '“/no/such”: there is no such file'],
      [['--feed', `file:${folder}`], 'it is a folder'],
      [['--feed', 'udp://127.0.0.1:0', '--feed', 'udp://127.0.0.1:0'], 'listed twice'],
      [['--config', '/no/such'], '“/no/such”'],
      [['--config', words], 'it is not JSON'],
      [['--config', rules], 'an object with settings'],
      [['--config', at('odd.json')], `“notify.smpt” (${at('odd.json')}) is not valid: there is no such setting`],
      [['--host', '192.0.2.1'], 'this machine has no such address'],
      [['--no-demo', '--data', '/proc/none'], 'the data folder “/proc/none”: there is no such file'],
    ],
    decode: [
      [[], 'FILE'],
      [['a', 'b'], '“b” is one word too many'],
      [['/no/such'], '“/no/such”: there is no such file'],
      [[folder], 'it is a folder'],
      [['--format', 'xml', words], '“--format xml”'],
      [[at('cut.gz')], 'cut short'],
    ],
    replay: [
      [[], 'INPUT'],
      [[words], '--zones FILE'],
      [[words, '--zones', zones], '--rules FILE'],
      [[words, '--zones', zones, '--rules', rules], '--out FILE'],
      [['/no/such', '--zones', zones, '--rules', rules, '--out', '-'], '“/no/such”'],
      [[words, '--zones', words, '--rules', rules, '--out', '-'], 'it is not JSON'],
      [[words, '--zones', zones, '--rules', at('odd-rules.json'), '--out', '-'], 'unknown kind "nope"'],
      [[words, '--zones', zones, '--rules', rules, '--out', '/no/such/out'], 'Cannot write the file “/no/such/out”'],
      [[words, '--zones', zones, '--rules', rules, '--out', '-'], 'neither a table whose header has the columns id'],
    ],
    zones: [
      [[], 'locate'],
      [['find'], '“find”'],
      [['locate', zones], 'POINTS.csv'],
      [['locate', zones, words, 'more'], '“more”'],
      [['locate', zones, '/no/such'], '“/no/such”'],
      [['locate', zones, words], 'no column "id"'],
    ],
    simulate: [
      [['--vessels', 'x'], '“--vessels x”'],
      [['--hours', '-1'], '--hours=-'],
      [['extra'], '“extra”'],
      [['--to', 'ftp://x'], '“--to ftp://x”'],
    ],
    export: [
      [[], 'alerts, deliveries, acts, tracks, vessels'],
      [['boats'], '“boats”'],
      [['alerts', '--data', '/no/such'], '“/no/such/store.db”'],
      [['alerts', '--from', 'x'], '“--from x”'],
      [['alerts', '--data', at('broken')], 'file is not a database'],
      [['alerts', '--data', at('blank')], 'it holds no tables yet'],
    ],
    bench: [
      [[], 'decode'],
      [['swim'], '“swim”'],
    ],
    journal: [
      [[], 'verify, cat, stats'],
      [['verify', '--data', '/no/such'], '“/no/such/journal”'],
    ],
    user: [
      [[], 'add, password, unit, list'],
      [['add'], 'NAME'],
      [['add', 'a', 'b'], '“b”'],
      [['add', 'a', '--role', 'king', '--data', at('users')], 'role “king”; there are: admin, '],
      [['list', '--data', '/no/such'], '“/no/such/accounts.db”'],
      [['list', '--data', at('newer')], `newer version of the program wrote “${at('newer/accounts.db')}” (schema 99`],
    ],
    restore: [[[folder, '--data', at('restored')], 'there is no manifest.json in it']],
    key: [
      [[], 'create, revoke'],
      [['create'], '--name NAME'],
      [['create', '--name', 'x'], '--scope SCOPE'],
      [['create', '--name', 'x', '--scope', 'fly', '--data', at('keys')], '“fly”'],
      [['revoke', '--name', 'x', '--data', '/no/such'], '“/no/such/accounts.db”'],
      [['revoke', '--name', 'x', '--data', at('keys')], '“x” was not found'],
    ],
  };

  for (const [command, wrong] of Object.entries(cases)) {
    it(`${command}: is said in one sentence`, () => {
      const usual = command === 'serve' ? ['--no-demo', '--port', '0', '--data', at('served')] : [];
      for (const [args, names] of wrong) {
        // The first of two values counts no more: what is wrong comes last.
        expect(refusal([command, ...usual, ...args])).to.contain(names);
      }
    });
  }

  it('names the environment variable that is wrong', () => {
    const tried: [string, string][] = [
      ['HAIDANG_TICK_SECONDS', '0'],
      ['HAIDANG_SMTP_URL', 'mail'],
      ['HAIDANG_SMS_URL', 'gateway'],
      ['HAIDANG_RETRY_SECONDS', 'often'],
    ];
    for (const [name, value] of tried) {
      expect(refusal(['serve', '--no-demo', '--port', '0', '--data', at('served')], { [name]: value })).to.contain(
        name,
      );
    }
  });

  it('says of a variable that nothing reads, and of a file that holds nothing known, that it is so', () => {
    const env = { HAIDANG_SMPT_URL: 'smtp://mail:25' };
    expect(haidang(['serve', '--no-demo', '--host', '192.0.2.1', '--data', at('served')], '', env).err).to.match(
      /^haidang: HAIDANG_SMPT_URL is not read: there is no such variable\. /,
    );
    expect(haidang(['decode', rules]).err).to.match(
      /^haidang decode: nothing in “[^”]+rules\.json” is of any known format/,
    );
  });

  it('leaves nothing behind when a start is refused, so that the first password is not lost', () => {
    const data = at('untouched');
    for (const feeds of [['nonsense'], ['file:/no/such'], ['udp://127.0.0.1:0', 'udp://127.0.0.1:0']]) {
      refusal(['serve', '--no-demo', '--port', '0', '--data', data, ...feeds.flatMap((feed) => ['--feed', feed])]);
      expect(existsSync(data)).to.equal(false);
    }
  });

  it('says that nobody listens where a simulated fleet is sent, whatever the transport', async () => {
    const port = await freePort();
    for (const scheme of ['tcp', 'http', 'udp']) {
      const to = `${scheme}://127.0.0.1:${port}`;
      const sentence = refusal(['simulate', '--to', to]);
      expect(sentence).to.contain(to).and.to.contain('nothing listens there').and.to.contain('Check the address');
    }
  });

  it('says that the receiver of a simulated fleet has hung up', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const sentence = await new Promise<string>((resolve) => {
      // In a process of its own, since this one has to answer it.
      const child = haidangProcess(['simulate', '--to', `tcp://127.0.0.1:${port}`, '--rate', '1000']);
      let err = '';
      child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
      child.once('close', (code) => resolve(`${code} ${err}`));
    });
    server.close();
    expect(sentence).to.match(
      /^2 haidang: Cannot send to “tcp:[^\n]+ the other side (cut|closed) the connection[^\n]+\.\n$/,
    );
  });
});
