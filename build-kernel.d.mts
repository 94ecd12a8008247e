/** Text of `binary.ts`. Rejects with what the compiler says. */
export function compileKernel(): Promise<string>;
