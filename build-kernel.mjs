/**
 * Compiles the decoders' kernel from AssemblyScript to WebAssembly and writes it, as text, where the decoders import it.
 * The result is kept with the sources, so that nothing has to be compiled to run them; a test compares the two.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const source = 'decoders/nmea/kernel/assembly/scan.ts';
const target = 'decoders/nmea/kernel/binary.ts';

/** Text of `binary.ts`. Throws with what the compiler says. */
export async function compileKernel() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      source,
      '--outFile',
      'kernel.wasm',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
    ].concat(['--initialMemory', '2', '--maximumMemory', '2', '--noExportMemory']),
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,110}/g);
  return `/** WebAssembly of assembly/scan.ts, in base64. Written by \`npm run build:kernel\`; not for editing. */
export const binary = \`
${lines.join('\n')}
\`;
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(target, await compileKernel());
