// The script of a report page: shows one language, draws the charts and filters the parameters. The page contains all
// that it needs.
(() => {
  'use strict';
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById('page-data').textContent);
  const languages = { en: 'en', zh: 'zh-Hans' };
  let language = root.dataset.language;

  // Charts. Each exists in two languages and two widths; their values are stored once, by name.

  const tip = document.getElementById('tip');
  const showTip = (handler, event, item, value) => {
    if (!value || typeof value !== 'object') {
      tip.style.display = 'none';
      return;
    }
    const table = document.createElement('table');
    for (const [key, content] of Object.entries(value)) {
      if (content === null || typeof content === 'object') continue;
      const line = table.insertRow();
      const head = document.createElement('th');
      head.textContent = key;
      line.append(head);
      line.insertCell().textContent = content;
    }
    if (!table.rows.length) return;
    tip.replaceChildren(table);
    tip.style.display = 'block';
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 4))}px`;
    tip.style.top = `${event.clientY + 14 + box.height > window.innerHeight ? event.clientY - box.height - 10 : event.clientY + 14}px`;
  };

  const views = new Map();
  const narrow = window.matchMedia('screen and (max-width: 46rem)');
  let printing = false;
  const draw = (holder) => {
    const chart = data.charts[holder.dataset.chart];
    const spec = structuredClone(chart[language][narrow.matches && !printing ? 'narrow' : 'wide']);
    const font = getComputedStyle(document.body).fontFamily;
    spec.description = holder.getAttribute('aria-label'); // the library sets the attribute from it again
    spec.config = { ...data.sets[spec.config], aria: false, font };
    spec.datasets = structuredClone(data.sets); // a copy, because drawing modifies the values
    const compiled = vegaLite.compile(spec, { logger: vega.logger(vega.Error) }).spec;
    const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
      renderer: 'svg', hover: true, expr: vega.expressionInterpreter, logger: vega.logger(vega.Error),
    });
    if (views.has(holder)) views.get(holder).finalize();
    views.set(holder, view);
    view.initialize(holder).tooltip(showTip).run();
    const svg = holder.querySelector('svg');
    svg.setAttribute('aria-hidden', 'true'); // the holder's label describes the picture
    svg.setAttribute('focusable', 'false');
  };

  // A chart that cannot be drawn is replaced by a message with its description; the other charts are still drawn.
  const failed = (holder, error) => {
    console.error(`${holder.dataset.chart}: ${error}`);
    if (views.has(holder)) views.get(holder).finalize();
    views.delete(holder);
    const words = document.createElement('p');
    words.className = 'warning';
    const said = holder.getAttribute('aria-label');
    words.textContent = language === 'en' ? `This chart could not be drawn. In words: ${said}` : `此图未能绘制。文字说明：${said}`;
    holder.replaceChildren(words);
  };

  // Charts that are drawn once they come near the window, or when the page is printed.
  const waiting = new Set();
  const drawnNow = (holder) => {
    waiting.delete(holder);
    try {
      draw(holder);
    } catch (error) {
      failed(holder, error);
    }
    if (!waiting.size) root.dataset.charts = 'drawn';
  };
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting && waiting.has(entry.target)) drawnNow(entry.target);
  }, { rootMargin: '600px 0px' });

  const drawAgain = () => {
    const holders = document.querySelectorAll('.plot');
    if (typeof vega === 'undefined' || typeof vegaLite === 'undefined' || !vega.expressionInterpreter) {
      holders.forEach((holder) => { holder.hidden = true; });
      root.dataset.charts = 'none';
      return;
    }
    root.dataset.charts = holders.length ? 'waiting' : 'drawn';
    for (const holder of holders) {
      waiting.add(holder);
      near.unobserve(holder);
      near.observe(holder); // calls back at once with whether it is near
    }
  };
  // On paper charts have the wide version, so a change of width does not matter while printing.
  narrow.addEventListener('change', () => { if (!printing) drawAgain(); });
  // On paper nothing can be opened, so every parameter is shown for printing.
  let opened = [];
  window.addEventListener('beforeprint', () => {
    printing = true;
    opened = [...document.querySelectorAll('#parameter-list > details:not([open])')];
    for (const part of opened) part.open = true;
    if (narrow.matches) drawAgain();
    [...waiting].forEach(drawnNow);
  });
  window.addEventListener('afterprint', () => {
    printing = false;
    for (const part of opened) part.open = false;
    if (narrow.matches) drawAgain();
  });

  // Languages.

  const speak = (chosen) => {
    language = chosen;
    root.dataset.language = chosen;
    root.lang = languages[chosen];
    document.title = document.querySelector('title').dataset[chosen];
    for (const button of document.querySelectorAll('[data-speak]')) button.setAttribute('aria-pressed', String(button.dataset.speak === chosen));
    for (const element of document.querySelectorAll(`[data-${chosen}-aria-label]`))
      element.setAttribute('aria-label', element.getAttribute(`data-${chosen}-aria-label`));
    filter();
    drawAgain();
  };
  for (const button of document.querySelectorAll('[data-speak]'))
    button.addEventListener('click', () => {
      history.replaceState(null, '', `#${button.dataset.speak}`);
      speak(button.dataset.speak);
    });

  // Tables that are sorted by a click on a heading: numbers by their values, other cells alphabetically in the language
  // shown.

  for (const table of document.querySelectorAll('table.sortable')) {
    table.addEventListener('click', (event) => {
      const button = event.target.closest('thead button');
      if (!button) return;
      const heading = button.closest('th');
      const column = [...heading.parentElement.children].indexOf(heading);
      const down = heading.getAttribute('aria-sort') !== 'descending';
      for (const other of heading.parentElement.children) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const key = (row) => (row.cells[column].dataset.value !== undefined ? Number(row.cells[column].dataset.value) : row.cells[column].innerText);
      const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : typeof a === 'number' ? 1 : typeof b === 'number' ? -1 : a.localeCompare(b, language));
      const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? compare(key(b), key(a)) : compare(key(a), key(b))));
      table.tBodies[0].append(...rows);
    });
  }

  // The filter of the parameters.

  const form = document.getElementById('filter');
  function filter() {
    if (!form) return;
    const wanted = document.getElementById('filter-text').value.trim().toLowerCase();
    const kinds = new Set([...form.querySelectorAll('input[name="kind"]:checked')].map((box) => box.value));
    const narrowed = wanted !== '' || kinds.size < form.querySelectorAll('input[name="kind"]').length;
    let shown = 0;
    for (const part of document.querySelectorAll('#parameter-list > .part')) {
      let here = 0;
      for (const row of part.querySelectorAll('tbody > tr')) {
        const fits = kinds.has(row.dataset.kind) && (wanted === '' || row.textContent.toLowerCase().includes(wanted));
        row.hidden = !fits;
        if (fits) ++here;
      }
      part.hidden = here === 0;
      if (narrowed && part.dataset.before === undefined) part.dataset.before = part.open ? 'open' : 'closed';
      if (narrowed) part.open = true;
      else if (part.dataset.before !== undefined) {
        part.open = part.dataset.before === 'open';
        delete part.dataset.before;
      }
      shown += here;
    }
    document.getElementById('filter-count').textContent = String(shown);
  }
  if (form) {
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  const asked = window.location.hash.slice(1);
  speak(asked in languages ? asked : language);
})();
