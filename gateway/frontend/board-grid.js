// The day board places cards by class, since the pages allow no style attribute:
// .from-N starts N ticks of five minutes below the top, .for-N lasts N ticks.
const TICKS_IN_A_DAY = 288;

function rules() {
  const ticks = Array.from({ length: TICKS_IN_A_DAY + 1 }, (_, tick) => tick);
  const from = ticks.map((tick) => `.from-${tick}{grid-row-start:${tick + 1}}`);
  const last = ticks.slice(1).map((tick) => `.for-${tick}{grid-row-end:span ${tick}}`);
  return [...from, ...last].join("\n");
}

export const boardGrid = {
  name: "board-grid",
  setup(build) {
    build.onResolve({ filter: /^board-grid$/ }, ({ path }) => ({ path, namespace: "board-grid" }));
    build.onLoad({ filter: /.*/, namespace: "board-grid" }, () => ({
      contents: rules(),
      loader: "css",
    }));
  },
};
