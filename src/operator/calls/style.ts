/** How the page of calls looks: one column on a phone, a line for each call where there is room. */
export const STYLE = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; --bad: light-dark(#a11, #f88); }
  * { box-sizing: border-box; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; line-height: 1.2; }
  form { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.75rem;
    align-items: end; background: var(--soft); padding: 1rem; border-radius: 0.5rem; }
  label { display: grid; gap: 0.2rem; font-size: 0.9rem; }
  input, select, button { font: inherit; padding: 0.45rem 0.6rem; min-height: 2.75rem; width: 100%;
    border: 1px solid var(--line); border-radius: 0.35rem; }
  button, .inspector { font: inherit; cursor: pointer; font-weight: 600; }
  small { grid-column: 1 / -1; }
  ol { list-style: none; padding: 0; margin: 1rem 0; }
  li { border-top: 1px solid var(--line); padding: 0.5rem 0; }
  .call { display: grid; grid-template-columns: 4rem 1fr auto; gap: 0 0.75rem; }
  .call > * { overflow-wrap: anywhere; }
  .who { font-weight: 600; }
  .when, .what { grid-column: 2 / -1; }
  .status { grid-row: 1; font-weight: 700; }
  .ms { grid-row: 1; grid-column: 3; text-align: right; white-space: nowrap; }
  .bad { color: var(--bad); }
  code, pre { font: 0.85rem/1.5 ui-monospace, monospace; }
  pre { background: var(--soft); padding: 0.6rem; border-radius: 0.35rem; margin: 0.25rem 0 0.75rem;
    white-space: pre-wrap; overflow-wrap: anywhere; }
  pre i { font-style: normal; opacity: 0.55; }
  summary { cursor: pointer; min-height: 2.75rem; display: list-item; padding: 0.4rem 0; }
  dt { font-size: 0.85rem; font-weight: 600; }
  dd { margin: 0 0 0.6rem; }
  .inspector { display: inline-block; padding: 0.45rem 0.9rem; border: 1px solid; border-radius: 0.35rem;
    text-decoration: none; color: inherit; }
  @media (min-width: 60rem) {
    .call { grid-template-columns: 4rem 13rem 12rem 1fr auto; }
    .when, .what, .ms { grid-column: auto; }
  }
`;
