import { markdown } from './markdown';

it.each([
  ['**bold** and `code`', '<p><strong>bold</strong> and <code>code</code></p>\n'],
  ['# One\n## Two', '<h3>One</h3>\n<h4>Two</h4>\n'],
  ['[a](https://example.org/x?y=1&z)', '<p><a href="https://example.org/x?y=1&amp;z" rel="nofollow noopener ugc">a</a></p>\n'],
  ['- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n'],
])('renders %j', (source, html) => expect(markdown(source)).toBe(html));

it.each([
  ['<script>alert(1)</script>'], ['<img src=x onerror=alert(1)>'], ['[x](javascript:alert(1))'], ['![x](https://evil.example/pixel.png)'],
  ['<a href="https://x.example" onclick="alert(1)">x</a>'], ['[x](//evil.example)'], ['[x](data:text/html;base64,PHNjcmlwdD4=)'], ['<style>*{display:none}</style>'],
])('leaves nothing active in %j', (source) => {
  const tags = [...markdown(source).matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)];
  expect(tags.filter(([, name]) => !['p', 'a'].includes(name!))).toEqual([]);
  expect(tags.map(([, , attributes]) => attributes).filter((text) => /on\w+=|javascript:|data:|href="\/\//.test(text!))).toEqual([]);
});

it('answers the same from its cache', () => {
  expect(markdown('again')).toBe(markdown('again'));
});
