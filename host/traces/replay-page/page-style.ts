/** The look of the replay page: that of the window, in one small sheet, in the theme of whoever reads it. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f6f6f3; --panel: #fff; --line: #d8d8d0; --text: #1b1e24; --muted: #5b6270;
  --accepted: #0f7f5c; --correction: #935d00; --bonus: #1b63c5; --rejected: #b8303d; --untested: #565d6a; --chosen: #7238bd; }
@media (prefers-color-scheme: dark) { :root { --ground: #0e1014; --panel: #14171d; --line: #2c3340; --text: #e7e9ee;
  --muted: #98a0af; --accepted: #35b98b; --correction: #e6a33c; --bonus: #64a1f4; --rejected: #ec727a; --untested: #8d95a4;
  --chosen: #bb96f5; } }
* { box-sizing: border-box; }
body { max-width: 60rem; margin: 0 auto; padding: 24px 20px 64px; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 4px; font-size: 20px; }
.quiet { margin: 0; color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; }
.question { margin: 20px 0 0; padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap;
  overflow-wrap: anywhere; max-height: 12em; overflow-y: auto; }
.bar { position: sticky; top: 0; display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 16px 0; padding: 10px 0;
  border-bottom: 1px solid var(--line); background: var(--ground); }
.bar button, .bar select { min-width: 32px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px;
  background: var(--panel); color: inherit; font: inherit; font-size: 13px; cursor: pointer; }
.bar input { flex: 1 1 160px; accent-color: var(--text); }
.bar output { min-width: 11em; color: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; text-align: end; }
:focus-visible { outline: 2px solid var(--bonus); outline-offset: 2px; }
.text { font-size: 16px; line-height: 1.95; white-space: pre-wrap; overflow-wrap: anywhere; }
.token { padding: 1px 2px 0; border: 0; border-bottom: 2px solid transparent; border-radius: 3px; cursor: pointer; }
.token[hidden] { display: none; }
.token[aria-current] { outline: 2px solid var(--text); outline-offset: 1px; }
.accepted { border-bottom-color: var(--accepted); }
.correction { border-bottom: 2px dashed var(--correction); }
.bonus { border-bottom: 2px dotted var(--bonus); }
.plain { border-bottom: 1px solid var(--line); }
.chosen { border-bottom: 3px double var(--chosen); }
.rejected { color: var(--rejected); font-size: .86em; text-decoration: line-through; }
.untested, .waiting { border-bottom: 1px dotted var(--untested); color: var(--untested); font-size: .86em; }
.card { margin-top: 20px; padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel);
  font-size: 13px; }
.card h2 { margin: 0 0 6px; font-size: 13px; font-weight: 600; }
.card table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.card th, .card td { padding: 1px 18px 1px 0; font-weight: 400; text-align: start; }
.card th { color: var(--muted); }
.card td:first-child { font-family: ui-monospace, monospace; }
`;
