// node read.mjs WORKBOOK.xlsx             : writes the contents of a workbook as JSON to standard output
// node read.mjs WORKBOOK.xlsx FOLDER      : compares the cells of its tables with the CSV files of a folder, and reads
//                                           both independently
//
// A cell is a number, a text, null if empty, { date } for a date, or { formula } for a formula, which should not
// occur. Dates are as a spreadsheet shows them. A comparison prints how many cells agree; if some differ, it prints a
// line for each of them, and the exit code is 1.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(path.join(here, '..', '..', 'build', 'tools', 'workbook', 'package.json'));
const ExcelJS = require('exceljs');
const JSZip = createRequire(require.resolve('exceljs'))('jszip');

function cell_of(cell) {
  const { value } = cell;
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return { date: value.toISOString().slice(0, 10) };
  if (typeof value !== 'object') return value;
  if ('formula' in value || 'sharedFormula' in value) return { formula: value.formula ?? value.sharedFormula };
  return 'text' in value ? { text: value.text, to: value.hyperlink } : { unknown: JSON.stringify(value) };
}

async function read(file) {
  const bytes = await readFile(file);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  const zip = await JSZip.loadAsync(bytes);
  const parts = {};
  const wanted = /^xl\/(charts|drawings|worksheets|tables)\/[^/]*\.xml$/;
  for (const name of Object.keys(zip.files).filter((one) => wanted.test(one)).sort())
    parts[name] = await zip.files[name].async('string');
  const sheets = book.worksheets.map((sheet) => {
    const rows = [];
    const formats = [];
    const { rowCount, columnCount } = sheet; // each of these getters scans all rows
    for (let row = 1; row <= rowCount; ++row) {
      const cells = [];
      const shown = [];
      for (let column = 1; column <= columnCount; ++column) {
        const cell = sheet.getRow(row).getCell(column);
        cells.push(cell_of(cell));
        shown.push(cell.numFmt ?? '');
      }
      rows.push(cells);
      formats.push(shown);
    }
    const heading = sheet.getRow(1).getCell(1);
    return {
      name: sheet.name,
      rows,
      formats,
      widths: Array.from({ length: columnCount }, (_, column) => sheet.getColumn(column + 1).width ?? null),
      frozen: sheet.views
        .filter((view) => view.state === 'frozen')
        .map((view) => [view.xSplit ?? 0, view.ySplit ?? 0]),
      bold: Boolean(heading.font?.bold),
      fill: heading.fill?.fgColor?.argb ?? '',
      merged: sheet.hasMerges,
      page: sheet.pageSetup,
      footer: sheet.headerFooter?.oddFooter ?? '',
    };
  });
  return {
    title: book.title,
    author: book.creator,
    created: book.created?.toISOString(),
    dates: [...new Set(Object.values(zip.files).map((one) => one.date.toISOString().slice(0, 10)))],
    sheets,
    charts: Object.keys(parts).filter((name) => name.startsWith('xl/charts/')).map((name) => parts[name]),
    drawings: Object.keys(parts).filter((name) => name.startsWith('xl/drawings/')).map((name) => parts[name]),
    tables: Object.keys(parts).filter((name) => name.startsWith('xl/tables/')).map((name) => parts[name]),
    merges: Object.values(parts).filter((xml) => xml.includes('<mergeCell')).length,
    formulas: Object.values(parts).filter((xml) => /<f[ >]/.test(xml)).length,
  };
}

// Parses a CSV file according to RFC 4180, character by character.
function csv(bytes) {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < bytes.length; ++i) {
    const letter = bytes[i];
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (bytes[i + 1] === '"') field += bytes[++i];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') row.push(field), (field = '');
    else if (letter === '\n') row.push(field), rows.push(row), (row = []), (field = '');
    else field += letter;
  }
  return rows;
}

// For each CSV file: its sheet in the workbook, and the sheet's heading for each column of the file.
const tables = {
  'targets.csv': ['targets', {
    goal: 'goal', by: 'target date',
    probability: 'probability', probability_low: 'probability: low', probability_high: 'probability: high',
    p50: 'median on the date', p05: '90 % of futures: from', p95: '90 % of futures: to',
    shortfall_mean: 'mean shortfall', reached_share: 'ever reached', reached_p50: 'half have reached it by',
    target: 'target id', series: 'series id', area: 'area id' }],
  'trajectories.csv': ['all trajectories', {
    date: 'date', replications: 'futures', mean: 'mean', sd: 'standard deviation',
    p05: '5 % lie below', p10: '10 % lie below', p25: '25 % lie below', p50: 'median',
    p75: '75 % lie below', p90: '90 % lie below', p95: '95 % lie below', area: 'area id', series: 'series id' }],
  'differences.csv': ['differences', {
    date: 'date', mean_difference: 'mean difference',
    low: '95 % interval: from', high: '95 % interval: to', replications: 'futures',
    variance_ratio: 'variance ratio', strategy: 'strategy id', area: 'area id', series: 'series id' }],
  'ranking.csv': ['comparison', {
    rank: 'rank',
    probability: 'probability', probability_low: 'probability: low', probability_high: 'probability: high',
    median: 'median on the date', shortfall_mean: 'mean shortfall',
    gain: 'gain of probability over the place as planned',
    gain_low: 'gain of probability: low', gain_high: 'gain of probability: high',
    value_gain: 'change of the value on the date',
    value_gain_low: 'change of the value: low', value_gain_high: 'change of the value: high',
    extra_spent: 'extra spending, yuan',
    target: 'target id', strategy: 'strategy id', area: 'area id' }],
};
const texts = new Set(['target', 'series', 'area', 'strategy']);

function expected(column, field) {
  if (field === '') return null;
  if (texts.has(column)) return field;
  return /^\d{4}-\d{2}-\d{2}$/.test(field) ? { date: field } : Number(field);
}

async function compare(book, folder) {
  let agree = 0;
  const faults = [];
  for (const [file, [name, columns]] of Object.entries(tables)) {
    if (!existsSync(path.join(folder, file))) continue;
    const [heading, ...rows] = csv(await readFile(path.join(folder, file), 'utf8'));
    const sheet = book.sheets.find((one) => one.name === name);
    if (!sheet) {
      faults.push(`${file}: no sheet ${name}`);
      continue;
    }
    if (sheet.rows.length - 1 !== rows.length)
      faults.push(`${file} has ${rows.length} rows, the sheet ${name} ${sheet.rows.length - 1}`);
    for (const [column, words] of Object.entries(columns)) {
      const from = heading.indexOf(column);
      const to = sheet.rows[0].indexOf(words);
      if (from < 0 || to < 0) {
        faults.push(`${file}: no column ${column} or ${words}`);
        continue;
      }
      rows.forEach((row, r) => {
        const wanted = JSON.stringify(expected(column, row[from]));
        const found = JSON.stringify(sheet.rows[r + 1]?.[to] ?? null);
        if (wanted === found) ++agree;
        else faults.push(`${file} row ${r + 2}, ${column}: ${wanted}; ${name}: ${found}`);
      });
    }
  }
  return { agree, faults };
}

const [file, folder] = process.argv.slice(2);
const book = await read(file);
if (folder) {
  const { agree, faults } = await compare(book, folder);
  for (const fault of faults.slice(0, 20)) console.error(fault);
  if (faults.length > 20) console.error(`and ${faults.length - 20} more`);
  console.log(`${agree} cells agree`);
  process.exitCode = faults.length > 0 || agree === 0 ? 1 : 0;
} else {
  process.stdout.write(JSON.stringify(book));
}
