import { MODALITY_COLOURS } from './modality-style.js';

/** The page's style: light and dark, narrow and wide, screen and paper. */
export const STYLESHEET = `
:root{color-scheme:light dark;--paper:#fff;--ink:#16191d;--soft:#5b636d;--faint:#9aa2ab;--line:#e3e6ea;--wash:#f5f6f8;--heat:#1f5fa8;${MODALITY_COLOURS.light}}
@media (prefers-color-scheme:dark){:root{--paper:#131619;--ink:#eceef0;--soft:#a3abb4;--faint:#6b737c;--line:#2b3036;--wash:#1b1f23;--heat:#6db3ff;${MODALITY_COLOURS.dark}}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#16191d;--soft:#5b636d;--faint:#9aa2ab;--line:#e3e6ea;--wash:#f5f6f8;--heat:#1f5fa8;${MODALITY_COLOURS.light}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:56px 32px 80px}
h1{font-size:34px;line-height:1.15;font-weight:650;letter-spacing:-.02em;margin:0 0 10px;text-wrap:balance}
h2{font-size:20px;line-height:1.25;font-weight:620;letter-spacing:-.01em;margin:64px 0 6px;padding-top:20px;border-top:1px solid var(--line)}
h3{font-size:14px;font-weight:620;margin:28px 0 6px}
p{margin:0 0 14px;max-width:72ch;text-wrap:pretty}
header p,.note,figcaption,caption{color:var(--soft)}
header p{font-size:17px}
.note,figcaption{font-size:13.5px}
a{color:inherit}
.tiles{display:flex;flex-wrap:wrap;gap:1px;margin:32px 0 0;background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.tile{flex:1 1 180px;background:var(--paper);padding:18px 20px}
.tile b{display:block;font-size:30px;line-height:1.15;font-weight:600;letter-spacing:-.02em}
.tile b small{font-size:16px;font-weight:500;color:var(--soft);letter-spacing:0}
.tile span{display:block;font-size:13px;color:var(--soft);margin-top:4px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:10px 0 14px;padding:0;list-style:none;font-size:13px;color:var(--soft)}
.legend i{display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:7px}
.scroll{overflow-x:auto;margin:14px 0}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;font-size:13.5px;padding-bottom:10px}
caption span{display:block;position:sticky;left:0;max-width:min(72ch,calc(100vw - 36px))}
th,td{padding:9px 9px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
thead th{font-weight:550;color:var(--soft);font-size:13px;vertical-align:bottom;border-bottom-color:var(--faint)}
thead tr.groups>*{border-bottom:0;padding-bottom:0;font-size:12px;color:var(--faint);text-align:left}
th:first-child,td:first-child{text-align:left;padding-left:0}
tbody th{font-weight:500;white-space:normal;min-width:110px}
tbody tr.featured th,tbody tr.featured td{background:var(--wash)}
tbody tr.featured th{font-weight:650;box-shadow:-12px 0 0 var(--wash)}
tbody tr.chance th,tbody tr.chance td{color:var(--faint);border-bottom:0}
.edge{border-left:1px solid var(--line)}
td b{font-weight:680}
th small,td small{display:block;color:var(--faint);font-size:11.5px;line-height:1.2}
figure{margin:18px 0 0;break-inside:avoid}
figcaption{margin-top:8px}
figure h3{margin-top:0}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{fill:var(--soft);font:11px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;font-variant-numeric:tabular-nums}
.grid{display:grid;gap:28px 32px;margin-top:18px}
h3 small{font-weight:400;color:var(--soft)}
.grid>figure{margin:0;min-width:0}
.panels{grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
.overlays{display:grid;gap:6px;margin:10px 0 22px}
.overlays span{font-size:12px;color:var(--soft)}
.overlays svg{border-radius:4px;overflow:hidden}
.example>div{display:grid;gap:12px;align-items:start;background:var(--wash);border-radius:8px;padding:12px}
.example>div>div{display:grid;gap:6px;min-width:0}
.example span{font-size:12px;color:var(--soft)}
.example b{font-size:13px;font-weight:600}
.example img{width:100%;aspect-ratio:1;border-radius:4px;image-rendering:pixelated;display:block}
.example audio{display:block;width:100%;height:36px;margin-top:6px}
.example p{margin:0;font-size:13px;line-height:1.45;color:var(--soft)}
mark{background:none;color:var(--ink);font-weight:650;border-bottom:2px solid var(--heat)}
.axis{stroke:var(--line);stroke-width:1}
.narrow{max-width:400px}
.floor,.ceiling{stroke:var(--heat);stroke-width:2}
.floor{stroke-dasharray:2 2}
dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 24px;margin:14px 0;font-size:14px}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
pre{background:var(--wash);border-radius:8px;padding:16px 18px;margin:12px 0;overflow-x:auto;font:12.5px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
details summary{cursor:pointer;font-weight:550;font-size:14px;margin-top:18px}
@media (max-width:640px){main{padding:32px 18px 56px}h1{font-size:27px}h2{margin-top:44px}.grid{grid-template-columns:1fr!important}}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}pre{white-space:pre-wrap}}
`;
