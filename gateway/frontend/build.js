// Builds what the portal's pages load into gateway/static/build, under names that change
// with their content, and writes esbuild's metafile beside it so that the gateway finds them.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import * as esbuild from "esbuild";
import { boardGrid } from "./board-grid.js";
import { sprite } from "./sprite.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const outdir = path.join(root, "gateway/static/build");

const common = {
  absWorkingDir: root,
  outdir,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  metafile: true,
  logLevel: "warning",
};

const bundled = {
  ...common,
  entryPoints: ["portal.js", "portal.css", "figures.js"].map((name) => path.join(here, name)),
  bundle: true,
  minify: true,
  target: ["chrome111", "firefox113", "safari16.4"],
  legalComments: "linked",
  plugins: [boardGrid],
};

const copied = {
  ...common,
  entryPoints: ["swagger-ui-bundle.js", "swagger-ui.css"]
    .map((name) => path.join("node_modules/swagger-ui-dist", name))
    .concat(path.join(here, "mark.svg")),
  loader: { ".js": "copy", ".css": "copy", ".svg": "copy" },
};

async function icons() {
  const svg = await sprite(root, JSON.parse(await readFile(path.join(here, "icons.json"), "utf8")));
  const hash = createHash("sha256").update(svg).digest("hex").slice(0, 8).toUpperCase();
  const file = path.join(outdir, `icons-${hash}.svg`);
  await writeFile(file, svg);
  return { [path.relative(root, file)]: { bytes: svg.length, entryPoint: "icons.svg" } };
}

async function build() {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const made = await Promise.all([esbuild.build(bundled), esbuild.build(copied)]);
  const outputs = Object.assign(await icons(), ...made.map((result) => result.metafile.outputs));
  const known = Object.entries(outputs).map(([name, { bytes, entryPoint }]) => [
    name,
    { bytes, entryPoint },
  ]);
  await Promise.all(known.map(([name]) => pack(path.join(root, name))));
  const meta = JSON.stringify({ outputs: Object.fromEntries(known) }, null, 1);
  await writeFile(path.join(outdir, "meta.json"), meta);
  return known;
}

// Lines are slow where the shops are: what packs well is sent packed.
async function pack(file) {
  await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file), { level: 9 }));
}

for (const [name, { bytes }] of await build()) {
  console.log(`${name}  ${(bytes / 1024).toFixed(0)} kB`);
}
