/** Stands for a file that asks for more memory than a check may have. */
const hoard = [];
for (;;) hoard.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
