// node render.mjs DIRECTORY : draws every DIRECTORY/*.vl.json (Vega-Lite) as .svg, and from that a .png for
// print: 16 cm wide at 300 dots an inch; the file records this density.
//
// Contract: the path of each picture made is printed as a line on standard output. Each failure is printed as a line
// on standard error that names the file; the other charts are still drawn, and then the exit code is 1. Text stays
// text in the .svg, shown in the fonts of the viewer, Chinese ones included. Dates are drawn as written, whatever the
// time zone. Leaves out: data from the network.
import { execFile } from 'node:child_process';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

process.env.TZ = 'UTC'; // dates without a time are read as midnight UTC; other zones could draw them a day early

const fonts = [
  'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', 'PingFang SC', 'Microsoft YaHei', 'sans-serif',
].join(', ');
const pixelsAnInch = 300;
const width = Math.round((16 / 2.54) * pixelsAnInch); // of every .png: the width of the text on a printed page

// Loads the packages: they are beside this file when installed, and under build/charts in a source tree.
function packages() {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const places = [here, path.join(here, '..', '..', 'build', 'charts')];
  for (const place of places) {
    const require = createRequire(path.join(place, 'package.json'));
    try {
      return { vega: require('vega'), vegaLite: require('vega-lite') };
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error('the Node packages vega and vega-lite are missing; ./muster fetches them');
}

// The width of a text in font sizes, by the widths of Noto Sans CJK for each kind of character, rounded up. Without a
// canvas Vega takes every character for 0.8 of the font size, which cuts off Chinese and spaces out English.
const fullWidth =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3ffff}]/u;
function widthOf(text) {
  let width = 0;
  for (const character of text) {
    if (fullWidth.test(character)) width += 1;
    else if (/[ .,:;'|!ijlI()[\]]/.test(character)) width += 0.32;
    else if (/[frt\-/"]/.test(character)) width += 0.4;
    else if (/[mwMW%@\u2014\u2026]/.test(character)) width += 0.92;
    else if (/[A-Z]/.test(character)) width += 0.66;
    else width += 0.57;
  }
  return width;
}

function measure(item, text) {
  const weight = /bold|[6-9]00/.test(item.fontWeight) ? 1.05 : 1;
  const width = widthOf(String(text ?? '')) * (item.fontSize ?? 11) * weight;
  return item.limit > 0 ? Math.min(width, item.limit) : width;
}

async function draw({ vega, vegaLite }, directory, name) {
  const specification = JSON.parse(await readFile(path.join(directory, name), 'utf8'));
  const warnings = [];
  const note = (...words) => (warnings.push(words.join(' ')), logger);
  const logger = { level: () => logger, error: note, warn: note, info: () => logger, debug: () => logger };
  const { spec } = vegaLite.compile(specification, { config: { font: fonts, background: 'white' }, logger });
  const loader = vega.loader({ baseURL: directory, mode: 'file' });
  const view = new vega.View(vega.parse(spec), { renderer: 'none', loader, logger });
  const svg = await view.toSVG();
  view.finalize();
  if (warnings.length > 0) throw new Error(warnings.join('; '));
  return svg;
}

// Adds to a PNG the chunk pHYs, which states its pixels per metre.
// Source: Portable Network Graphics, 3rd ed., 5.3 and 11.3.4.3.
function withDensity(png) {
  const perMetre = Math.round(pixelsAnInch / 0.0254);
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  chunk.writeUInt32BE(perMetre, 8);
  chunk.writeUInt32BE(perMetre, 12);
  chunk.writeUInt8(1, 16);
  let crc = 0xffffffff;
  for (const byte of chunk.subarray(4, 17)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  chunk.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 17);
  const afterHeader = 33; // the signature and the chunk IHDR
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
}

const run = promisify(execFile);

async function main(directory) {
  const libraries = packages();
  libraries.vega.textMetrics.width = measure;
  let failed = false;
  const fail = (name, error) => {
    failed = true;
    console.error(`${name}: ${String(error.message).trim().replaceAll(/\s*\n\s*/g, '; ')}`);
  };

  const drawn = [];
  const names = (await readdir(directory)).filter((name) => name.endsWith('.vl.json')).sort();
  for (const name of names) {
    const picture = path.join(directory, name.slice(0, -'.vl.json'.length));
    try {
      const svg = await draw(libraries, directory, name);
      await writeFile(`${picture}.svg.part`, svg);
      await rename(`${picture}.svg.part`, `${picture}.svg`);
      console.log(`${picture}.svg`);
      drawn.push(picture);
    } catch (error) {
      fail(name, error);
    }
  }

  const queue = drawn.values();
  let converter = true;
  const convert = async () => {
    for (const picture of queue) {
      if (!converter) return;
      try {
        await run('rsvg-convert', [
          `--width=${width}`, '--keep-aspect-ratio', `--output=${picture}.png.part`, `${picture}.svg`,
        ]);
        await writeFile(`${picture}.png.part`, withDensity(await readFile(`${picture}.png.part`)));
        await rename(`${picture}.png.part`, `${picture}.png`);
        console.log(`${picture}.png`);
      } catch (error) {
        if (error.code !== 'ENOENT') fail(`${path.basename(picture)}.png`, error);
        else if (converter) fail('no .png is made', new Error('rsvg-convert is missing'));
        if (error.code === 'ENOENT') converter = false;
      }
    }
  };
  await Promise.all(cpus().map(convert));
  return failed ? 1 : 0;
}

if (process.argv.length !== 3) {
  console.error('usage: node render.mjs DIRECTORY');
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(path.resolve(process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
