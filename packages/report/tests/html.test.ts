import { html } from '../src/page/html.js';

test('text is escaped, markup is not escaped twice', () => {
  const inner = html`<b>${'a < b & "c"'}</b>`;
  expect(html`<p title="${`it's`}">${inner}${[inner, 'x']}</p>`.text).toBe(
    '<p title="it&#39;s"><b>a &lt; b &amp; &quot;c&quot;</b><b>a &lt; b &amp; &quot;c&quot;</b>x</p>',
  );
});

test('numbers are rounded to two decimals; what is absent leaves nothing', () => {
  expect(html`${1 / 3} ${2} ${-0.005} ${0}${false}${undefined}`.text).toBe('0.33 2 0 0');
});
