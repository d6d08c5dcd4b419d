/** How the holder's page looks: on a phone, at a desk, in the dark and on paper. */
import { INK, inkOn } from "./colour.ts";

/** `colour` is `#rrggbb`, checked where it came in: the only thing in here that is not ours. */
export function styleOf(colour: string | null): string {
  const accent = colour ?? INK;
  return `:root{--accent:${accent};--on-accent:${inkOn(accent)};${STYLE}`;
}

const STYLE = `
color-scheme:light dark;--ground:#e9e7e2;--card:#fff;--text:#17161a;--soft:#57545e;--line:#d4d1cb;
--alarm:#9d1c1c;--on-alarm:#fff}
@media(prefers-color-scheme:dark){:root{--ground:#111013;--card:#1f1d23;--text:#f4f1f7;
--soft:#bab5c3;--line:#423e49}}
*{box-sizing:border-box}
html{font:100%/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text)}
main{max-width:44rem;margin:0 auto;background:var(--card);overflow:hidden}
h1,p,dl,dd{margin:0;overflow-wrap:anywhere}
.band{background:var(--accent);color:var(--on-accent);padding:1.1rem 1.25rem 1.2rem}
.from{display:flex;align-items:center;gap:.75rem;font-size:.9375rem;margin-bottom:.7rem}
.logo{flex:none;background:#fff;border-radius:.3rem;padding:.35rem;display:flex}
.logo svg{height:2rem;width:auto;max-width:8rem}
h1{font-size:1.6rem;line-height:1.15;font-weight:700;letter-spacing:-.01em;text-wrap:balance}
.when{margin-top:.5rem;font-size:1.0625rem}
.when b{font-size:1.25rem;white-space:nowrap}
.notice{border-top:.35rem solid var(--card);background:var(--alarm);color:var(--on-alarm);padding:.9rem 1.25rem}
.notice b{display:block;font-size:1.25rem}
.show{padding:1rem 1.25rem .25rem;text-align:center;color:var(--soft);font-size:.9375rem}
.code{line-height:0}
.code svg{display:block;margin:0 auto;border-radius:.5rem;background:#fff}
.qr svg{width:min(100%,19rem);height:auto;aspect-ratio:1}
.qr{padding-top:.75rem}.bars{padding:.75rem 0 0}
.bars svg{width:100%;max-width:34.375rem;height:5.5rem;padding:.5rem 0;border-radius:0}
.aloud{text-align:center;font:600 1.0625rem/1.5 ui-monospace,Menlo,Consolas,monospace;
padding:.7rem 1rem .9rem}
.void .aloud{text-decoration:line-through}
dl{display:grid;gap:.8rem 1.25rem;padding:1.1rem 1.25rem}
.fields{grid-template-columns:1fr 1fr;border-top:2px dashed var(--line)}
dt{font-size:.8125rem;color:var(--soft)}
dd{font-size:1.0625rem;font-weight:600}
.wide{grid-column:1/-1}
.fine{border-top:1px solid var(--line);padding:1rem 1.25rem 1.25rem;font-size:.8125rem;
color:var(--soft)}
.fine dl{padding:0 0 .8rem;gap:.25rem}
.fine div{display:flex;gap:.75rem}
.fine dt,.fine dd{font-size:inherit}.fine dt{flex:0 0 6rem}
.fine dd{font-weight:400;color:var(--text)}
.fine p{white-space:pre-line}
.more{padding:0 1.25rem 1.5rem}
.more a{display:block;text-align:center;padding:.8rem 1rem;border-radius:.5rem;font-weight:600;
color:var(--on-accent);background:var(--accent);border:1px solid var(--soft)}
a:focus-visible{outline:3px solid var(--text);outline-offset:3px}
.plain{padding:3rem 1.5rem}
.plain p{margin-top:.75rem;color:var(--soft)}
@media(min-width:46rem){body{padding:2rem}main{border-radius:1rem;box-shadow:0 1px 24px #0002}
.body{display:grid;grid-template-columns:21rem 1fr}
.show,.bars,.aloud{grid-column:1/-1}.qr{grid-area:2/1;padding:1rem 0 0 2rem}.bars{padding-top:1.25rem}.bars svg{border-radius:.5rem}
.show{padding-top:1.25rem}.fields{grid-area:2/2;padding-left:2rem;border:0;grid-template-columns:1fr;align-content:center}
h1{font-size:2.1rem}.band{padding:1.75rem 2rem}.fine,.more,.notice{padding-left:2rem;padding-right:2rem}}
@page{margin:7mm}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--text:#000;--soft:#333;--line:#999}
html{font-size:8pt}body{padding:0}main{max-width:none;border-radius:0;box-shadow:none}
.more{display:none}
.band{background:none;color:#000;border-bottom:1mm solid var(--accent);padding:0 0 2mm;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
.logo{padding:0}h1{font-size:1.5rem}
.notice{background:none;color:#000;border:1mm solid #000;margin-top:2mm;padding:2mm}
.show{padding:2mm 0 0}.body{display:block}.qr{padding:0}.qr svg{width:36mm}
.bars{padding:0}.show{display:none}.bars svg{padding:0}.bars svg{height:11mm;max-width:84mm}
.aloud{padding:1mm 0 2mm}dl{padding:2mm 0;gap:1mm 4mm}
.fields{grid-template-columns:1fr 1fr;border-top:.4mm dashed #999}
.fine{padding:2mm 0 0}.fine dl{padding:0 0 1mm;gap:.2mm}.fine dt{flex-basis:18mm}.fine,.fine dt,.fine dd{font-size:.875rem}}
@media print and (min-width:150mm){html{font-size:11pt}.qr svg{width:55mm}.bars svg{height:16mm}}
`;
