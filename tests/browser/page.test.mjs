// Tests pages in a real browser, which is started once for all pages: node page.test.mjs LIBRARIES PAGE.html…
//
// Exit code 0: all checks passed; 1: some failed and are listed on standard error; 77: there is no browser, or no
// library to drive it. LIBRARIES is the folder in which `npm ci` was run. The environment variable CHROMIUM names the
// browser, by default /usr/bin/chromium; PICTURES names a folder for screenshots and prints, and by default none are
// made.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [libraries, ...pages] = process.argv.slice(2);
const pictures = process.env.PICTURES;
const browserPath = [
  process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
].find((one) => one && existsSync(one));
const require = createRequire(path.join(path.resolve(libraries), 'package.json'));
const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
if (!browserPath) skip('no chromium');
let puppeteer, axe;
try {
  puppeteer = require('puppeteer-core');
  axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
} catch (error) {
  skip(`puppeteer-core or axe-core is missing: ${String(error.message).split('\n')[0]}`);
}

const faults = [];
let file, called; // the page under test
const fault = (what) => faults.push(`${called}: ${what}`);
const check = (holds, what) => {
  if (!holds) fault(what);
};
const tags = ['wcag2a', 'wcag2aa', 'wcag21aa'];
const han = /[\u3400-\u9fff]/;

// An event that has not come after this time counts as failed, however busy the machine is.
const patience = 300_000; // ms

const browser = await puppeteer.launch({
  executablePath: browserPath,
  timeout: patience,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--lang=en'],
  protocolTimeout: 600_000,
});

async function opened(width, fragment = '', { body, mayFail } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.setBypassCSP(false);
  await page.setViewport({ width, height: 900 });
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] === file && body) request.respond({ contentType: 'text/html; charset=utf-8', body });
    else if (url.split('#')[0] === file || url.startsWith('data:')) request.continue();
    else {
      fault(`the page asks for ${url}`);
      request.abort();
    }
  });
  page.on('console', (message) => {
    const expected = mayFail && message.text().startsWith(`${mayFail}:`);
    if (['error', 'warn'].includes(message.type()) && !expected) fault(`console at ${width}: ${message.text()}`);
  });
  page.on('pageerror', (error) => fault(`script error at ${width}: ${error.message}`));
  await page.goto(file + fragment, { waitUntil: 'load' });
  await drawn(page);
  return page;
}

// Scrolls through the page until all charts are drawn, because a chart is drawn only when it comes near the window.
const drawn = (page) =>
  page.evaluate(async (longest) => {
    const done = () => ['drawn', 'none'].includes(document.documentElement.dataset.charts);
    const before = window.scrollY;
    document.documentElement.style.scrollBehavior = 'auto';
    const began = performance.now();
    while (!done() && performance.now() - began < longest)
      for (let y = 0; !done() && y < document.documentElement.scrollHeight; y += 700) {
        window.scrollTo(0, y);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    window.scrollTo(0, before);
    if (!done()) throw new Error('charts are still waiting to be drawn');
  }, patience);

// The text that a reader sees, on the page and in its pictures.
const seen = (page) =>
  page.evaluate(() => {
    const visible = (element) => element.checkVisibility();
    return {
      lang: document.documentElement.lang,
      title: document.title,
      headings: [...document.querySelectorAll('h1, h2')].filter(visible).map((one) => one.innerText),
      english: [...document.querySelectorAll('main [lang="en"]')].filter(visible).length,
      chinese: [...document.querySelectorAll('main [lang="zh-Hans"]')].filter(visible).length,
      pictures: [...document.querySelectorAll('.plot svg')].map((one) => one.textContent).join(' '),
      labels: [...document.querySelectorAll('.plot')].map((one) => one.getAttribute('aria-label')).join(' '),
      figures: document.querySelectorAll('figure').length,
      drawn: document.querySelectorAll('.plot svg').length,
      pressed: [...document.querySelectorAll('[data-speak]')]
        .map((one) => `${one.dataset.speak}=${one.getAttribute('aria-pressed')}`)
        .join(' '),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      widths: Object.fromEntries(
        [...document.querySelectorAll('.plot')].map((one) => [
          one.dataset.chart,
          Number(one.querySelector('svg')?.getAttribute('width')),
        ]),
      ),
    };
  });

// A chart is designed for 720 pixels on a desktop screen and for 358 on a phone, and must not be drawn wider than
// that.
function narrowEnough(widths, window) {
  const most = window < 736 ? 358 : 720;
  for (const [name, width] of Object.entries(widths))
    check(width <= most, `at ${window} the chart ${name} is ${width} px wide, more than ${most}`);
}

async function accessible(page, where) {
  const { violations } = await page.evaluate(
    (only) => window.axe.run(document, { runOnly: { type: 'tag', values: only }, resultTypes: ['violations'] }),
    tags,
  );
  for (const { id, nodes } of violations)
    fault(`axe ${where}: ${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
}

// Presses Tab, starting at the top, until a condition holds; returns the number of steps, or nothing.
async function tabTo(page, holds, most = 60) {
  for (let step = 1; step <= most; ++step) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(holds)) return step;
  }
  return null;
}

async function picture(page, name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

// Tests the page with its first chart broken: a message must appear in its position, in both languages, and all other
// charts must be drawn.
async function tryFailingChart() {
  const page = readFileSync(new URL(file), 'utf8');
  const block = /<script type="application\/json" id="page-data">([\s\S]*?)<\/script>/;
  const data = JSON.parse(page.match(block)[1]);
  const [name] = Object.keys(data.charts);
  if (!name) return;
  const bad = { data: { values: [{ a: 1 }] }, transform: [{ filter: "datum.a == '" }], mark: 'bar' };
  data.charts[name] = { en: { wide: bad, narrow: bad }, zh: { wide: bad, narrow: bad } };
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const body = page.replace(block, () => `<script type="application/json" id="page-data">${json}</script>`);
  const spoiled = await opened(1280, '#en', { body, mayFail: name });
  const state = () =>
    spoiled.evaluate((which) => ({
      says: document.querySelector(`[data-chart="${which}"]`).innerText,
      without: [...document.querySelectorAll('.plot')]
        .filter((one) => !one.querySelector('svg'))
        .map((one) => one.dataset.chart)
        .join(' '),
    }), name);
  const english = await state();
  check(english.without === name, `with ${name} spoiled, ${english.without} are not drawn`);
  check(
    english.says.startsWith('This chart could not be drawn.') && english.says.length > 50,
    `a chart that fails says ${english.says}`,
  );
  await spoiled.click('[data-speak="zh"]');
  await drawn(spoiled);
  const chinese = await state();
  check(
    chinese.without === name && chinese.says.startsWith('此图未能绘制'),
    `in Chinese a chart that fails says ${chinese.says}`,
  );
  await spoiled.close();
}

async function tryPage() {
  for (const width of [1280, 390]) {
    const page = await opened(width, '#en');
    // The accessibility checker is injected by the browser, because the page's own content policy would refuse it.
    const session = await page.createCDPSession();
    await session.send('Runtime.evaluate', { expression: axe });

    const english = await seen(page);
    check(english.lang === 'en', `lang is ${english.lang} in English`);
    check(
      english.english > 20 && english.chinese === 0,
      `in English ${english.english} English and ${english.chinese} Chinese texts show`,
    );
    check(english.pressed === 'en=true zh=false', `in English the buttons say ${english.pressed}`);
    check(english.drawn === english.figures, `${english.drawn} of ${english.figures} charts are drawn`);
    check(english.overflow <= 0, `at ${width} the page is ${english.overflow} px too wide in English`);
    narrowEnough(english.widths, width);
    check(english.headings.every((one) => one.trim() !== ''), 'a heading is empty');
    await accessible(page, `at ${width} in English`);
    await picture(page, `${called}-${width}-en`);

    // Changing the language by keyboard.
    await page.evaluate(() => { window.scrollTo(0, 0); document.activeElement.blur(); });
    const skips = await tabTo(page, () => document.activeElement.classList.contains('skip'), 2);
    check(skips, 'the first stop is not the skip link');
    const chosen = await tabTo(page, () => document.activeElement.dataset.speak === 'zh', 4);
    check(chosen, 'the button 中文 cannot be reached by Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans');
    await drawn(page);
    const chinese = await seen(page);
    check(
      chinese.chinese > 20 && chinese.english === 0,
      `in Chinese ${chinese.chinese} Chinese and ${chinese.english} English texts show`,
    );
    check(chinese.pressed === 'en=false zh=true', `in Chinese the buttons say ${chinese.pressed}`);
    check(
      chinese.headings.every((one) => han.test(one) || one === 'STRESS-DES'),
      `headings in Chinese: ${chinese.headings.join(' | ')}`,
    );
    check(chinese.title !== english.title && han.test(chinese.title), `the title in Chinese is ${chinese.title}`);
    check(chinese.drawn === chinese.figures, `${chinese.drawn} of ${chinese.figures} charts are drawn in Chinese`);
    if (english.figures > 0) {
      check(
        chinese.pictures !== english.pictures && han.test(chinese.pictures),
        'the charts have the same labels in both languages',
      );
      check(chinese.labels !== english.labels, 'the text alternatives are the same in both languages');
    }
    check(chinese.overflow <= 0, `at ${width} the page is ${chinese.overflow} px too wide in Chinese`);
    narrowEnough(chinese.widths, width);
    await accessible(page, `at ${width} in Chinese`);
    await picture(page, `${called}-${width}-zh`);

    // Opening a table by keyboard.
    const stop =
      english.figures > 0 ? await tabTo(page, () => document.activeElement.matches('figure summary'), 80) : null;
    // a brief has no tables
    const tables = await page.evaluate(() => document.querySelectorAll('figure summary').length);
    check(stop !== null || tables === 0, 'no table can be reached by Tab');
    if (stop !== null) {
      await page.keyboard.press('Enter');
      const open = await page.evaluate(() => {
        const details = document.activeElement.parentElement;
        const rows = details.querySelectorAll('tbody tr').length;
        return details.open && rows > 0 && details.querySelector('table').checkVisibility();
      });
      check(open, 'Enter does not open the table');
      const scrolls = await tabTo(page, () => document.activeElement.matches('figure .scroll'), 2);
      check(scrolls, 'the open table cannot be scrolled by keyboard');
    }

    // The filter of the parameters.
    const counts = await page.evaluate(() => {
      if (!document.getElementById('filter')) return null;
      const rows = [...document.querySelectorAll('#parameter-list tbody tr')];
      const shown = () => rows.filter((one) => !one.hidden).length;
      const all = shown();
      const box = document.querySelector('input[name="kind"][value="fact"]');
      box.click();
      const without = shown();
      const said = Number(document.getElementById('filter-count').textContent);
      box.click();
      return { all, without, said, again: shown() };
    });
    const filters = ({ all, without, said, again }) =>
      without > 0 && without < all && said === without && again === all;
    check(!counts || filters(counts), `the filter shows ${JSON.stringify(counts)}`);

    // Back to English.
    await page.click('[data-speak="en"]');
    await drawn(page);
    const back = await seen(page);
    check(back.title === english.title && back.chinese === 0, 'the page does not come back to English');

    if (width === 1280 && pictures) {
      for (const language of ['en', 'zh']) {
        await page.click(`[data-speak="${language}"]`);
        await drawn(page);
        const print = path.join(pictures, `${called}-print-${language}.pdf`);
        await page.pdf({ path: print, preferCSSPageSize: true, printBackground: false });
      }
    }
    await page.close();
  }
}

try {
  for (const [number, one] of pages.entries()) {
    file = pathToFileURL(path.resolve(one)).href;
    called = `${path.basename(path.dirname(one))}-${path.basename(one, '.html')}`;
    await tryPage();
    if (number === 0) await tryFailingChart();
  }
} finally {
  await browser.close();
}

for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'all checks of the pages passed' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
