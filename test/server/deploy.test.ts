/** The files for operating it: the service's sandbox, the nightly backup, the container. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { ImageTree } from '../image-tree.ts';
import { haidang, Product, removeFolder, temporaryFolder } from '../product.ts';

const UNITS = 'deploy/systemd';

/** Settings of a unit file, the last one of a name; of those that add up, all. */
function unit(name: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const line of readFileSync(join(UNITS, name), 'utf8').split('\n')) {
    const found = /^(\w+)=(.*)$/.exec(line);
    if (found) settings.set(found[1]!, [...(settings.get(found[1]!) ?? []), found[2]!]);
  }
  return settings;
}

describe('the files for operating it', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  after(() => removeFolder(folder));

  it('run the service as nobody in particular, on a system that it cannot change', () => {
    const service = unit('haidang.service');
    for (const [name, value] of Object.entries({
      User: 'haidang',
      NoNewPrivileges: 'yes',
      CapabilityBoundingSet: '',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
      PrivateDevices: 'yes',
      ProtectKernelModules: 'yes',
      RestrictSUIDSGID: 'yes',
      UMask: '0077',
      StateDirectory: 'haidang',
      RestartPreventExitStatus: '2',
    }))
      expect(service.get(name), name).to.deep.equal([value]);
    expect(service.get('ExecStart')![0]).to.contain('serve --no-demo --data /var/lib/haidang/live');
  });

  it('are units that systemd takes', () => {
    for (const name of readdirSync(UNITS).filter((one) => /\.(service|timer)$/.test(one))) {
      const text = readFileSync(join(UNITS, name), 'utf8');
      const here = text.replaceAll('/usr/bin/node', process.execPath).replaceAll('/opt/haidang', resolve('.'));
      writeFileSync(join(folder, name), here);
    }
    const units = readdirSync(folder).map((name) => join(folder, name));
    const { error, status, stderr } = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' });
    // Where there is no systemd, nobody runs it as its service.
    if (error && 'code' in error && error.code === 'ENOENT') return;
    expect(status, stderr).to.equal(0);
  });

  it('start it with the service’s command, and stop it by the signal that systemd sends', async () => {
    const data = join(folder, 'live');
    const config = join(folder, 'haidang.config.json');
    writeFileSync(config, '{ "port": 0 }');
    const product = await Product.start({ data, args: ['--no-demo', '--config', config] });
    expect((await product.fetch('/healthz')).ok).to.equal(true);
    await product.stop();
    expect(haidang(['serve', '--no-demo', '--data', data, '--config', join(folder, 'none.json')]).code).to.equal(2);
  });

  it('build a container whose last stage starts with what it was given alone, writes to /data alone, and runs as nobody', async () => {
    const image = new ImageTree(join(folder, 'image'));
    try {
      image.build(readFileSync('deploy/Containerfile', 'utf8'));
      const installed = new Set(readdirSync(image.path('/app/node_modules')));
      const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
        devDependencies: Record<string, string>;
      };
      expect(installed.has('express')).to.equal(true);
      // Some of them are needed by others that are needed: those of one's own alone are looked at.
      for (const name of ['typescript', 'mocha', 'playwright-core', 'vite', 'autocannon', 'smtp-server'])
        expect([name in devDependencies, installed.has(name)], name).to.deep.equal([true, false]);
      const running = await image.start();
      expect((await fetch(`${running.url}/healthz`)).status).to.equal(200);
      expect(running.health()).to.equal(0);
      if (process.getuid?.() === 0) {
        expect(readFileSync(`/proc/${running.pid}/status`, 'utf8')).to.match(/^Uid:\t10001\t10001\t10001/m);
        expect(image.writtenTo()).to.deep.equal(['data']);
      }
      expect(await running.stop(image.stopSignal)).to.equal(0);
      expect(running.health()).to.equal(1);
    } finally {
      image.remove();
    }
  });

  it('build a container whose last stage has all that it copies, runs without rights, and knows whether it lives', async () => {
    const text = readFileSync('deploy/Containerfile', 'utf8');
    const [, last = ''] = text.split(/^FROM (?!.* AS )/m);
    expect(last).to.match(/^USER 10001:10001$/m);
    for (const [, sources = ''] of last.matchAll(/^COPY --from=build (.+) \S+$/gm))
      for (const source of sources.split(' ')) expect(existsSync(source.replace('/app/', '')), source).to.equal(true);
    const check = JSON.parse(/^ {2}CMD (\[.*\])$/m.exec(last)![1]!) as string[];
    const product = await Product.start({ data: join(folder, 'live'), args: ['--no-demo'] });
    const probe = (url: string) =>
      spawnSync(
        process.execPath,
        check.slice(1).map((part) => part.replace('http://127.0.0.1:8080', url)),
      ).status;
    expect(probe(product.url)).to.equal(0);
    await product.stop();
    expect(probe(product.url)).to.equal(1);
  });
});
