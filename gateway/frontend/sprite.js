// One SVG sprite of the icons that icons.json names: those that the pages use, and no others.
import { readFile } from "node:fs/promises";
import path from "node:path";

async function symbol(folder, name) {
  const drawing = await readFile(path.join(folder, `${name}.svg`), "utf8");
  const shapes = drawing
    .replace(/<\/?svg[^>]*>/g, "")
    .replace(/<path stroke="none"[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}

export async function sprite(root, names) {
  const folder = path.join(root, "node_modules/@tabler/icons/icons/outline");
  const symbols = await Promise.all(names.map((name) => symbol(folder, name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}
