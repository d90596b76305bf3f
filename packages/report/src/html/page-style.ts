/** Colours of the outcomes, at least 3:1 against the ground in both schemes (WCAG 2.2, 1.4.11); letters at least 4.5:1. */
export const lightColours = {
  ground: "#f6f6f3",
  card: "#ffffff",
  ink: "#1d2329",
  soft: "#545d66",
  line: "#dcdedb",
  strong: "#b4b9b8",
  shade: "#efefeb",
  mark: "#fff4d6",
  link: "#1f5f8b",
  good: "#1f6b50",
  "good-ground": "#e1f1ea",
  open: "#7d4a00",
  "open-ground": "#fbeed3",
  bad: "#9c2b24",
  "bad-ground": "#fbe4e2",
  matched: "#2f7d63",
  differs: "#b5761a",
  suggested: "#5568b8",
  unmatched: "#c2453d",
  duplicate: "#96508c",
  excluded: "#868d94",
  rejected: "#444c54",
} as const;
export const darkColours = {
  ground: "#14171a",
  card: "#1c2024",
  ink: "#e6e8ea",
  soft: "#a6aeb6",
  line: "#2f353b",
  strong: "#4a525a",
  shade: "#22272c",
  mark: "#3a3115",
  link: "#8cc4ec",
  good: "#8fd9bb",
  "good-ground": "#17352b",
  open: "#f0c67a",
  "open-ground": "#3a2d12",
  bad: "#f3a49d",
  "bad-ground": "#42201d",
  matched: "#4fb491",
  differs: "#d9a441",
  suggested: "#8e9cf0",
  unmatched: "#e8776f",
  duplicate: "#c98ac5",
  excluded: "#7f868d",
  rejected: "#c3c9ce",
} as const;

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");

export const pageStyle = `
:root{color-scheme:light dark;${variables(lightColours)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(darkColours)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1240px;margin:0 auto;padding:36px 28px 48px}
h1,h2,h3,p,dl,dd,figure,ul{margin:0}
h1{font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:17px;line-height:1.3;font-weight:650;margin:0 0 12px}
h3{font-size:14px;font-weight:650}
section{margin-top:40px}
code{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.eyebrow,.note,.below,.means,figcaption p{color:var(--soft)}
.eyebrow{font-size:13px;margin-bottom:2px}
.note{font-size:13px;max-width:85ch;margin-top:8px}
h2+.note{margin:-8px 0 12px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.nothing{color:var(--soft)}
.right{text-align:right}
.verdict{display:flex;flex-wrap:wrap;gap:8px;margin-top:14px}
.badge{padding:3px 11px;border-radius:99px;font-weight:600;font-size:13px}
.good{color:var(--good);background:var(--good-ground)}.open{color:var(--open);background:var(--open-ground)}.bad{color:var(--bad);background:var(--bad-ground)}
.tiles{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:1px;margin-top:22px;background:var(--line);border:1px solid var(--line);border-radius:8px;overflow:hidden}
.tiles div{background:var(--card);padding:14px 18px}
dt{color:var(--soft);font-size:13px}
.tiles dd{font-size:25px;font-weight:600;line-height:1.25;letter-spacing:-.01em;overflow-wrap:anywhere}
.tiles .below{font-size:13px;font-weight:400;letter-spacing:0;line-height:1.4;margin-top:2px}
table{border-collapse:collapse;width:100%}
th,td{padding:6px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600}
thead th{color:var(--soft);font-size:12.5px;font-weight:600;vertical-align:bottom;border-bottom-color:var(--strong)}
th.right,td.right,.amount{text-align:right;white-space:nowrap}
.scroll{overflow-x:auto}
.outcomes,.sources{background:var(--card);border:1px solid var(--line)}
.outcomes{width:auto;min-width:min(100%,560px)}
.outcomes th,.outcomes td{padding-left:16px;padding-right:16px}
.outcomes thead tr:first-child th{border-bottom:0;padding-bottom:0;color:var(--ink)}
.outcomes thead tr:last-child th{padding-top:0;font-weight:400}
.outcomes thead td{border-bottom-color:var(--strong)}
.outcomes tbody th{font-weight:400;white-space:nowrap}
.outcomes tbody td:nth-child(even),.outcomes tfoot td:nth-child(even),.outcomes thead tr:first-child th,.outcomes thead tr:last-child th:nth-child(odd){border-left:1px solid var(--line)}
.outcomes tfoot th,.outcomes tfoot td{font-weight:650;border-top:1px solid var(--strong);border-bottom:0}
.means{margin-left:10px;font-size:12.5px;font-weight:400}
i{display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:7px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.cards{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}
.cards>div{display:flex;flex-direction:column;gap:16px;min-width:0}
.card{display:flex;flex-direction:column;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px 18px;min-width:0}
.card:last-child{flex:auto}
figcaption{margin-bottom:10px}
figcaption p{font-size:13px;margin-top:2px}
.narrow{display:none}
.card svg{display:block;width:100%;height:auto;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin-top:10px;font-size:12.5px;color:var(--soft)}
.empty{color:var(--soft);margin:2px 0 6px;max-width:60ch}
.between{color:var(--soft);margin-top:4px;overflow-wrap:anywhere}
summary{cursor:pointer}
summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.figures{padding-top:10px;font-size:12.5px}
.figures>summary{color:var(--link);width:max-content}
.figures table{width:auto;margin-top:6px}
.figures th,.figures td{padding:3px 14px 3px 0}
.figures tbody th{font-weight:400;min-width:120px;overflow-wrap:break-word}
.figures td,.figures thead th+th{text-align:right;white-space:nowrap}
.breaks{background:var(--card);border:1px solid var(--line)}
.breaks>tbody>tr>td{padding-top:5px;padding-bottom:5px}
.breaks .id{color:var(--soft);white-space:nowrap}
.breaks .kind,.breaks .record,.breaks .date{white-space:nowrap}
.breaks .currency{padding-left:0;color:var(--soft)}
.breaks .reason{width:52%;overflow-wrap:anywhere}
.breaks details[open]>summary{margin-bottom:8px}
.breaks>tbody>tr:has(details[open])>td{background:var(--shade)}
.sides{width:auto;min-width:min(100%,480px);background:var(--card);border:1px solid var(--line);font-size:13px;margin-bottom:6px}
.sides th,.sides td{padding:3px 10px}
.sides th{font-weight:400;color:var(--soft);white-space:nowrap}
.sides td{overflow-wrap:anywhere;min-width:90px}
.sides .right{min-width:0}
.sides .figure{white-space:nowrap;min-width:0}
.sides .failed th{color:var(--ink);font-weight:600}
.sides .failed td,.sides .failed th{background:var(--mark)}
.sources .path{overflow-wrap:anywhere;min-width:180px}
.sources .hash{min-width:260px}
.sources tbody th{font-weight:400}
.hashes{display:grid;grid-template-columns:max-content 1fr;gap:6px 18px;margin-top:16px}
.hashes div{display:contents}
@media (max-width:900px){.cards{grid-template-columns:minmax(0,1fr)}.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}.card svg{max-width:550px}}
@media screen and (max-width:640px){
main{padding:22px 16px 36px}
h1{font-size:24px}
section{margin-top:32px}
.tiles div{padding:12px 14px}
.tiles dd{font-size:21px}
.card{padding:14px}
.wide{display:none}
.narrow{display:block}
.card svg{max-width:380px}
.outcomes th,.outcomes td{padding-left:10px;padding-right:10px}
.means{display:none}
.outcomes thead tr:first-child th{text-align:left}
.breaks,.breaks>tbody{display:block}
.breaks>thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.breaks>tbody>tr{display:grid;grid-template-columns:1fr auto auto;gap:0 8px;padding:9px 12px;border-bottom:1px solid var(--line)}
.breaks>tbody>tr>td{border:0;padding:1px 0;background:none!important}
.breaks .id{display:none}
.breaks .kind{order:1;font-weight:600}.breaks .amount{order:2}.breaks .currency{order:3}
.breaks .record{order:4;color:var(--soft)}.breaks .date{order:5;grid-column:2/4;text-align:right;color:var(--soft)}
.breaks .reason{order:6;grid-column:1/4;width:auto}
.sides{font-size:12px}
.sides th,.sides td{padding:3px 6px}
.sides thead th{white-space:normal}
.sides td{min-width:64px}
.hashes{grid-template-columns:1fr;gap:0}
.hashes dd{margin-bottom:8px}
.sources,.sources tbody,.sources tr{display:block}
.sources thead{display:none}
.sources tr{padding:9px 12px;border-bottom:1px solid var(--line)}
.sources th,.sources td{display:block;border:0;padding:1px 0;text-align:left;white-space:normal}
.sources tbody th{font-weight:600}
.sources td.right::after{content:" records";color:var(--soft)}
.sources td.right+td.right::after{content:" bytes"}
}
@media print{
@page{margin:14mm}
body{background:#fff;font-size:10.5px}
main{max-width:none;padding:0}
section{margin-top:22px}
.cards{grid-template-columns:repeat(2,minmax(0,1fr))}
.tiles{grid-template-columns:repeat(4,minmax(0,1fr))}
.card,.tiles,tr,h2{break-inside:avoid}
h2{break-after:avoid}
thead{display:table-header-group}
.figures{display:none}
.scroll{overflow:visible}
.outcomes th,.outcomes td{padding-left:6px;padding-right:6px}
code{font-size:9px}
summary{list-style:none}
.eyebrow,.note,.means,dt,.legend,figcaption p,.badge,thead th,.tiles .below{font-size:9.5px}
h1{font-size:20px}h2{font-size:13px}h3{font-size:11px}.tiles dd{font-size:17px}
}
`;
