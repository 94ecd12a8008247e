/** Further layers of the map in the settings file: what is sound, and what of it the browser is let do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createApp } from '../../server/api/app.ts';
import { readConfig } from '../../server/config.ts';
import { mapConfig } from '../../server/map/config.ts';
import { removeFolder, temporaryFolder } from '../product.ts';
import { startApi } from './api-product.ts';

const layer = (more: object = {}) => ({
  ...{ name: 'Độ sâu', url: 'https://tiles.example.vn/depth/{z}/{x}/{y}.png', attribution: '© Hải quân' },
  ...more,
});
const isSound = (...layers: object[]): boolean => mapConfig.safeParse({ layers }).success;

describe('further layers of the map', () => {
  it('have an address with three places, a name of their own and whose they are', () => {
    expect(mapConfig.parse({ layers: [layer()] }).layers[0]).to.deep.include({ minZoom: 3, maxZoom: 16, over: false });
    expect(isSound(layer({ url: 'http://10.1.2.3:8080/{z}/{y}/{x}?key=a' }))).to.equal(true);
    expect(isSound(layer({ url: 'https://tiles.example.vn/{z}/{x}/{-y}.png' }))).to.equal(true);
    for (const url of [
      'https://tiles.example.vn/depth.png',
      'https://{s}.example.vn/{z}/{x}/{y}.png',
      'https://tiles.example.vn/{z}/{x}/{y}/{r}.png',
      'javascript:alert(1)//{z}/{x}/{y}',
      'ftp://tiles.example.vn/{z}/{x}/{y}.png',
      'https://user:secret@tiles.example.vn/{z}/{x}/{y}.png',
      'https://tiles.example.vn;script-src/{z}/{x}/{y}.png',
      'https://tiles.example.vn,evil.example/{z}/{x}/{y}.png',
      "https://tiles.example.vn'/{z}/{x}/{y}.png",
      '/own/{z}/{x}/{y}.png',
    ]) {
      expect(isSound(layer({ url })), url).to.equal(false);
    }
    expect(isSound(layer({ attribution: '' }))).to.equal(false);
    expect(isSound(layer(), layer())).to.equal(false);
  });

  it('are refused at the start with the setting and its file', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify({ map: { layers: [layer({ url: 'https://tiles.example.vn/' })] } }));
    const refused = (): unknown => readConfig(['--config', file], {});
    expect(refused).to.throw(/map\.layers\.0\.url.*address like/s);
    removeFolder(folder);
  });

  it('open the page to pictures of exactly their servers, and are told to whoever may read', async () => {
    const api = await startApi();
    try {
      const { layers } = mapConfig.parse({
        layers: [layer(), layer({ name: 'b', url: 'https://tiles.example.vn/other/{z}/{x}/{y}' })],
      });
      const { context } = api;
      const app = createApp({
        ...context,
        config: { ...context.config, mapLayers: layers },
        webFolder: '/nonexistent',
      });
      const server = app.listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
      const policy = (await fetch(`${url}/healthz`)).headers.get('content-security-policy')!;
      expect(policy).to.include("img-src 'self' data: blob: https://tiles.example.vn;");
      expect(policy).to.include("default-src 'self';").and.include("script-src 'self';");
      const cookie = await api.signIn('viewer');
      const answer = await fetch(`${url}/api/v1/map/layers`, { headers: { cookie } });
      expect(await answer.json()).to.deep.equal({ layers });
      expect((await fetch(`${url}/api/v1/map/layers`)).status).to.equal(401);
      const plain = (await api.fetch('/healthz')).headers.get('content-security-policy')!;
      expect(plain).to.include("img-src 'self' data: blob:;");
      server.close();
      server.closeAllConnections();
    } finally {
      await api.close();
    }
  });
});
