/** How the inspector looks: calm, and the string to sign in the middle of it. */
export const STYLE = `
  :root { color-scheme: light dark; --paper: light-dark(#fbfaf7, #16181b); --card: light-dark(#fff, #1e2125);
    --ink: light-dark(#1d2227, #e6e4df); --soft: light-dark(#5b626a, #a4abb3); --line: light-dark(#dedad2, #363b41);
    --control: light-dark(#85807a, #777f88);
    --accent: light-dark(#0b5c8a, #7cc4ee); --good: light-dark(#11633b, #7fd6a6); --bad: light-dark(#a12a1c, #ff9d8f);
    --goodback: light-dark(#e9f5ee, #16291f); --badback: light-dark(#fcefec, #321d1a); --mark: light-dark(#8a4b00, #f1b765); }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 84rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
  header { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; align-items: start; margin-bottom: 1.25rem; }
  h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.01em; }
  header p { grid-column: 1 / -1; margin: 0.4rem 0 0; max-width: 46rem; color: var(--soft); }
  header p.private { color: var(--good); }
  a { color: var(--accent); }
  .switch { display: inline-flex; min-height: 2.75rem; align-items: center; padding: 0 0.5rem; }
  h2 { font-size: 1rem; margin: 0 0 0.75rem; }
  h3 { font-size: 0.85rem; margin: 1.4rem 0 0.4rem; color: var(--soft); font-weight: 600; }
  h3 small { font-weight: 400; }
  form, .answer { min-width: 0; }
  fieldset, .answer { background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; padding: 1rem;
    margin: 0 0 1rem; min-width: 0; }
  legend { float: left; width: 100%; font-weight: 600; padding: 0; margin-bottom: 0.6rem; }
  legend ~ * { clear: both; }
  .schemes { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.5rem; }
  .schemes label { display: grid; grid-template-columns: auto 1fr; column-gap: 0.5rem; align-items: center;
    border: 1px solid var(--line); border-radius: 0.45rem; padding: 0.4rem 0.6rem; cursor: pointer; min-height: 3rem; }
  .schemes small { grid-column: 2; }
  .schemes label:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
  .schemes input { accent-color: var(--accent); margin: 0; }
  small, .hint { color: var(--soft); font-size: 0.82rem; line-height: 1.35; }
  .field { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.25rem; margin-bottom: 0.8rem; }
  .field > label { font-size: 0.9rem; font-weight: 500; }
  .row { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0.6rem; }
  .with { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.5rem; }
  input, textarea, button { font: inherit; color: inherit; }
  input:not([type=radio], [type=checkbox]), textarea { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.6rem;
    border: 1px solid var(--control); border-radius: 0.4rem; background: var(--paper);
    font: 0.88rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
  textarea { resize: vertical; }
  button, .check { min-height: 2.75rem; padding: 0 0.9rem; border: 1px solid var(--control); border-radius: 0.4rem;
    background: var(--card); cursor: pointer; }
  .check { display: inline-flex; gap: 0.4rem; align-items: center; font-size: 0.9rem; }
  button:hover { border-color: var(--accent); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .status { min-height: 1.35em; margin: 0.3rem 0 0; font-size: 0.85rem; overflow-wrap: anywhere; }
  .status.bad { color: var(--bad); }
  .verdict { border-radius: 0.5rem; padding: 0.75rem 0.9rem; background: var(--paper); overflow-wrap: anywhere; }
  .verdict p { margin: 0; }
  .verdict p + p { margin-top: 0.35rem; }
  .verdict ul { margin: 0.4rem 0 0; padding-left: 1.2rem; }
  .verdict.good { background: var(--goodback); color: var(--good); }
  .verdict.bad { background: var(--badback); color: var(--bad); }
  .verdict strong { font-size: 1.05rem; }
  pre, code, dd { font: 0.86rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
  pre { margin: 0; padding: 0.75rem; background: var(--paper); border: 1px solid var(--line); border-radius: 0.4rem;
    white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow-y: auto; tab-size: 4; }
  pre i { font-style: normal; }
  i.space { color: var(--soft); }
  i.control, i.invalid { color: var(--bad); }
  i.mark { color: var(--mark); font-weight: 600; }
  i.non-ascii { text-decoration: underline; text-decoration-color: var(--mark); text-underline-offset: 0.2em; }
  dl { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: 0.1rem 1rem; margin: 0; }
  dt { color: var(--soft); font-size: 0.85rem; line-height: 1.6; }
  dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
  @media (max-width: 40rem) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: 0.4rem; } }
  .copyable { display: grid; gap: 0.4rem; }
  .copyable button { justify-self: end; }
  details { margin-top: 0.5rem; }
  summary { cursor: pointer; color: var(--accent); font-size: 0.88rem; min-height: 2.75rem; padding: 0.6rem 0; }
  .languages { display: flex; flex-wrap: wrap; gap: 0.35rem; margin-bottom: 0.4rem; }
  .languages button { padding: 0 0.8rem; }
  .languages button[aria-pressed=true] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); font-weight: 600; }
  @media (min-width: 64rem) {
    .columns { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1.25rem; align-items: start; }
  }
  @media (prefers-reduced-motion: no-preference) { button, .schemes label { transition: border-color 0.12s; } }
`;
