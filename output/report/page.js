// Shows one language, draws the charts and filters the parameters. Everything it needs is in the page.
(() => {
  'use strict';
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById('page-data').textContent);
  const languages = { en: 'en', zh: 'zh-Hans' };
  let language = root.dataset.language;

  // A part that differs between languages stands as {"$": n} in the charts.
  const resolve = (part) => {
    if (Array.isArray(part)) return part.map(resolve);
    if (part === null || typeof part !== 'object') return part;
    if (typeof part.$ === 'number') return data.texts[part.$][language === 'en' ? 0 : 1];
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolve(value)]));
  };

  const words = {
    en: { date: 'date', p05: '5 %', p25: '25 %', p50: 'median', p75: '75 %', p95: '95 %', area: 'area', year: 'year', share: 'share', low: 'from', high: 'to', name: '', goal: 'goal', probability: 'probability', by: 'by' },
    zh: { date: '日期', p05: '5 %', p25: '25 %', p50: '中位数', p75: '75 %', p95: '95 %', area: '地区', year: '年份', share: '份额', low: '从', high: '到', name: '', goal: '目标值', probability: '概率', by: '期限' },
  };

  // Charts.

  const canvas = document.createElement('canvas').getContext('2d');
  const textWidth = (text, size) => {
    canvas.font = `${size}px sans-serif`;
    return Math.max(...String(text).split('\n').map((line) => canvas.measureText(line).width));
  };

  const layersOf = (view) => (view.layer ? view.layer.flatMap(layersOf) : [view]);

  // Labels stand at pixels of the plot: they move with its width and stay within it.
  const squeeze = (view, ratio) => {
    const width = Math.round(view.width * ratio);
    for (const layer of layersOf(view)) {
      const at = layer.encoding && layer.encoding.x;
      if (!at || at.scale !== null || !layer.data || !layer.data.values) continue;
      const size = layer.mark.fontSize || 12;
      for (const label of layer.data.values) {
        if ('x2' in label || layer.mark.align === 'center') {
          label.x *= ratio;
          if ('x2' in label) label.x2 *= ratio;
          continue;
        }
        const wide = textWidth(label.text, size) + 4;
        label.x = layer.mark.align === 'right' ? Math.max(label.x * ratio, Math.min(wide, width)) : Math.min(label.x * ratio, Math.max(width - wide, 0));
      }
    }
    view.width = width;
  };

  const panelsOf = (spec) => spec.vconcat || spec.hconcat || spec.concat || (spec.layer || spec.mark ? [spec] : []);

  // Makes a chart that is `excess` pixels too wide narrower; false if there is nothing to make narrower.
  const narrow = (spec, natural, available) => {
    const excess = natural - available;
    if (spec.facet && spec.spec && typeof spec.spec.width === 'number') {
      const columns = spec.columns || 1;
      const each = natural / columns;
      const fit = Math.max(1, Math.floor(available / each));
      spec.columns = fit;
      if (fit === 1 && each > available) squeeze(spec.spec, Math.max(0.4, (spec.spec.width - (each - available)) / spec.spec.width));
      return fit < columns || each > available;
    }
    if (spec.hconcat) {
      spec.vconcat = spec.hconcat;
      delete spec.hconcat;
      return true;
    }
    let done = false;
    for (const panel of panelsOf(spec)) {
      if (typeof panel.width !== 'number') continue;
      const width = Math.max(180, panel.width - excess);
      if (width < panel.width) {
        squeeze(panel, width / panel.width);
        done = true;
      }
      const title = panel !== spec && panel.title;
      if (title && typeof title === 'object') {
        const letters = Math.floor(available / 8.2);
        for (const part of ['text', 'subtitle']) if (title[part]) title[part] = broken([].concat(title[part]).join(' '), letters);
      }
    }
    return done;
  };

  // A text in lines of at most so many cells, a Chinese character taking two.
  const broken = (text, cells) => {
    const lines = [''];
    let used = 0;
    for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+/g) || []) {
      const wide = /[\u2e80-\uffef]/.test(piece) ? 2 : piece.length;
      if (used + wide > cells && used > 0) {
        lines.push('');
        used = 0;
        if (/^\s/.test(piece)) continue;
      }
      lines[lines.length - 1] += piece;
      used += wide;
    }
    return lines;
  };

  // Over a chart along dates, an upright line follows the pointer, with the figures of the nearest date.
  const withPointer = (spec) => {
    const rows = spec.layer && spec.data && spec.data.values;
    if (!rows || !rows.length || !('date' in rows[0]) || !('p50' in rows[0])) return spec;
    const x = layersOf(spec).map((layer) => layer.encoding && layer.encoding.x).find((axis) => axis && axis.field === 'date');
    if (!x) return spec;
    spec.layer.push({
      params: [{ name: 'pointer', select: { type: 'point', encodings: ['x'], nearest: true, on: 'pointermove', clear: 'pointerout' } }],
      mark: { type: 'rule', color: '#1b2228', strokeWidth: 1, tooltip: { content: 'data' } },
      encoding: { x, opacity: { condition: { param: 'pointer', empty: false, value: 0.6 }, value: 0 } },
    });
    return spec;
  };

  const tip = document.getElementById('tip');
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
  const cell = (value) => (typeof value === 'number' ? number.format(value).replace(/,/g, '\u2009') : String(value));
  const showTip = (handler, event, item, value) => {
    if (!value || typeof value !== 'object') {
      tip.style.display = 'none';
      return;
    }
    const table = document.createElement('table');
    for (const [key, content] of Object.entries(value)) {
      if (!(key in words[language]) || content === null || typeof content === 'object') continue;
      const line = table.insertRow();
      const head = document.createElement('th');
      head.textContent = words[language][key];
      line.append(head);
      line.insertCell().textContent = key === 'date' || key === 'by' ? new Date(content).toISOString().slice(0, 10) : cell(content);
    }
    if (!table.rows.length) return;
    tip.replaceChildren(table);
    tip.style.display = 'block';
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 4))}px`;
    tip.style.top = `${event.clientY + 14 + box.height > window.innerHeight ? event.clientY - box.height - 10 : event.clientY + 14}px`;
  };

  const views = new Map();
  const render = async (holder, spec, grammar) => {
    const compiled = grammar === 'vega' ? spec : vegaLite.compile(spec, { logger: vega.logger(vega.Error) }).spec;
    const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
      renderer: 'svg', hover: true, expr: vega.expressionInterpreter, logger: vega.logger(vega.Error),
    });
    if (views.has(holder)) views.get(holder).finalize();
    views.set(holder, view);
    await view.initialize(holder).tooltip(showTip).runAsync();
    const svg = holder.querySelector('svg');
    svg.setAttribute('aria-hidden', 'true'); // the holder says what the picture shows
    svg.setAttribute('focusable', 'false');
    return Number(svg.getAttribute('width'));
  };

  const draw = async (holder) => {
    const chart = data.charts[holder.dataset.chart];
    const fresh = () => {
      const spec = resolve(chart.spec);
      spec.padding = 4;
      spec.config = { ...spec.config, aria: false, axis: { ...(spec.config && spec.config.axis), labelOverlap: true } };
      return spec;
    };
    const available = holder.clientWidth;
    holder.classList.remove('wide');
    let natural = await render(holder, withPointer(fresh()), chart.grammar);
    if (natural > available && chart.grammar !== 'vega') {
      const spec = fresh();
      for (let step = 0; step < 3 && natural > available; ++step) {
        if (!narrow(spec, natural, available)) break;
        natural = await render(holder, withPointer(structuredClone(spec)), chart.grammar);
      }
    }
    // Shrunk a little it can still be read; more than that, it scrolls.
    if (natural * 0.72 > available) holder.classList.add('wide');
    if (holder.classList.contains('wide')) holder.setAttribute('tabindex', '0');
    else holder.removeAttribute('tabindex');
  };

  // A chart that cannot be drawn says so in its place, and in words what it would show; the others are drawn.
  const failed = (holder, error) => {
    console.error(`${holder.dataset.chart}: ${error}`);
    if (views.has(holder)) views.get(holder).finalize();
    views.delete(holder);
    const words = document.createElement('p');
    words.className = 'warning';
    const said = holder.getAttribute('aria-label');
    words.textContent = language === 'en' ? `This chart could not be drawn. In words: ${said}` : `此图未能绘制。文字说明：${said}`;
    holder.classList.remove('wide');
    holder.removeAttribute('tabindex');
    holder.replaceChildren(words);
  };

  let turn = 0;
  const drawAll = async () => {
    root.dataset.charts = 'drawing';
    const mine = ++turn;
    if (typeof vega === 'undefined' || typeof vegaLite === 'undefined' || !vega.expressionInterpreter) {
      document.querySelectorAll('.plot').forEach((holder) => { holder.hidden = true; });
      root.dataset.charts = 'none';
      return;
    }
    for (const holder of document.querySelectorAll('.plot')) {
      try {
        await draw(holder);
      } catch (error) {
        failed(holder, error);
      }
      if (mine !== turn) return; // another language or width was asked for meanwhile
    }
    root.dataset.charts = 'drawn';
  };

  // Languages.

  const speak = (chosen) => {
    language = chosen;
    root.dataset.language = chosen;
    root.lang = languages[chosen];
    document.title = document.querySelector('title').dataset[chosen];
    for (const button of document.querySelectorAll('[data-speak]')) button.setAttribute('aria-pressed', String(button.dataset.speak === chosen));
    for (const name of ['aria-label', 'class', 'href', 'title', 'style', 'value'])
      for (const element of document.querySelectorAll(`[data-${chosen}-${name}]`)) element.setAttribute(name, element.getAttribute(`data-${chosen}-${name}`));
    filter();
    return drawAll();
  };
  for (const button of document.querySelectorAll('[data-speak]'))
    button.addEventListener('click', () => {
      history.replaceState(null, '', `#${button.dataset.speak}`);
      speak(button.dataset.speak);
    });

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

  let width = window.innerWidth;
  let waiting;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  });

  const asked = window.location.hash.slice(1);
  speak(asked in languages ? asked : language);
})();
